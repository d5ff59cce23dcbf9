import { ARCHIVE_TRAIL, auditedWithPaths, recordsArchive } from "./audited";
import type { Rule } from "./rule";

/** Each account has one trail, in a stack of its own. */
const auditedAccountsDiffer: Rule = (environment) => {
  const audited = auditedWithPaths(environment);
  return audited.flatMap(({ path, account }, index) => {
    const earlier = audited.slice(0, index);
    const sameId = earlier.find((other) => account.id !== undefined && other.account.id === account.id);
    const sameName = earlier.find((other) => other.account.name === account.name);
    const isUnnamed = account.name === undefined;
    return [
      sameId && { path: `${path}.id`, message: `must differ from ${sameId.path}.id, got "${account.id}"` },
      sameName && {
        path: `${path}.name`,
        message: isUnnamed
          ? `must be given, because only one account may omit it and ${sameName.path} does, got none`
          : `must differ from ${sameName.path}.name, got "${account.name}"`,
        unless: `${path}.name`,
      },
      account.name === ARCHIVE_TRAIL &&
        recordsArchive(environment) && {
          path: `${path}.name`,
          message: `must not be that of the archive account's trail, got "${ARCHIVE_TRAIL}"`,
        },
    ];
  });
};

const organizationHasOneTrail: Rule = (environment) => {
  const { length } = auditedWithPaths(environment);
  return [
    environment.trail?.ofOrganization === true &&
      length > 1 && {
        path: "accounts.audited",
        message: `must be one account where trail.ofOrganization records all accounts, got ${length}`,
      },
  ];
};

/** An entry that changes nothing would keep permissions that exist anyway. */
const formerTrailsDiffer: Rule = ({ trail, accounts, region: here, organization, logs }) =>
  (trail?.formerly ?? []).flatMap((former, index) => {
    if (former === undefined) return [];
    const path = `trail.formerly[${index}]`;
    const now = {
      name: trail?.name,
      account: auditedWithPaths({ accounts: accounts ?? {} })[0]?.account.id,
      region: here,
      ofOrganization: trail?.ofOrganization ?? false,
      managementAccount: organization?.managementAccount,
      prefix: logs?.prefix ?? "",
    };
    const differs = Object.entries(former).some(([key, value]) => value !== now[key as keyof typeof now]);
    return [
      !differs && { path, message: "must state what was different, got the trail as it is", unless: "trail" },
      organization === undefined &&
        (former.ofOrganization === true || former.managementAccount !== undefined) && {
          path,
          message: "requires organization with id and managementAccount, got none",
          unless: "organization",
        },
    ];
  });

/** Rules of the accounts that an environment records, and of their trails. */
export const ACCOUNT_RULES: readonly Rule[] = [auditedAccountsDiffer, organizationHasOneTrail, formerTrailsDiffer];
