import { cloudWatchRoleName } from "../../modules/derived-names";
import { isRoleName } from "../../modules/limits/formats";
import { parseArn } from "../../modules/policy";
import { auditedWithPaths, recordedIds } from "./audited";
import { readersWithPaths } from "./readers";
import type { Rule } from "./rule";

/**
 * A reader must have a principal that assumes its role. A third party's account is trusted only with an external id.
 */
export const readersAreTrusted: Rule = (environment) =>
  readersWithPaths(environment).flatMap(({ path: of, reader, account: own }) => {
    const { trustedPrincipals, trustedPermissionSets, externalId } = reader;
    const path = `${of}.trustedPrincipals`;
    const accountIds = (trustedPrincipals ?? []).map((arn) => accountTrusted(arn));
    return [
      trustedPrincipals === undefined &&
        trustedPermissionSets === undefined && {
          path,
          message: "must name at least one user or role, or trustedPermissionSets a permission set, got none",
          unless: `${of}.trusted`,
        },
      ...accountIds.map((account, at) => {
        if (account === undefined) return undefined;
        const message = `must be a user or role of that account, got "${trustedPrincipals![at]}"`;
        if (account === own)
          return { path: `${path}[${at}]`, message: `${message}: only a third party's account is trusted as a whole` };
        const unless = `${of}.externalId`;
        const way = `a third party's account takes ${of}.externalId too`;
        return externalId === undefined && { path: `${path}[${at}]`, message: `${message}; ${way}`, unless };
      }),
    ];
  });

/** The account, if an ARN is an account's root. */
function accountTrusted(arn: string | undefined): string | undefined {
  const parts = arn === undefined ? undefined : parseArn(arn);
  return parts?.resource === "root" ? parts.account : undefined;
}

/** The boundary of a role must be in the role's account; an ARN names one account. */
export const boundaryIsInEveryAccount: Rule = ({ accounts, iam, replica }) => {
  const ids = [
    accounts?.archive?.id,
    ...auditedWithPaths({ accounts: accounts ?? {} }).map(({ account }) => account.id),
    ...(replica?.readers ? [replica.account?.id] : []),
  ];
  const boundary = iam?.permissionsBoundary;
  const owner = boundary === undefined ? undefined : parseArn(boundary)?.account;
  const others = ids.filter((id) => id !== undefined && id !== owner);
  return [
    owner !== undefined &&
      owner !== "aws" &&
      others.length > 0 && {
        path: "iam.permissionsBoundary",
        message: `must be a policy of account ${others[0]}, which has roles too; give the name alone where each account has a policy of that name, got "${boundary}"`,
      },
  ];
};

/** A reader limited to an account or Region that the trail does not record would find nothing. */
export const readersReadWhatIsRecorded: Rule = (environment) => {
  const { trail, region } = environment;
  const recorded = recordedIds(environment);
  return readersWithPaths(environment).flatMap(({ path, reader }) => [
    ...(reader.accounts ?? []).map((account, at) => {
      const isRecorded = recorded === undefined || account === undefined || recorded.includes(account);
      const message = `must be an account that the environment records (${(recorded ?? []).join(", ")}), got "${account}"`;
      return !isRecorded && { path: `${path}.accounts[${at}]`, message, unless: "trail.ofOrganization" };
    }),
    ...(reader.regions ?? []).map((one, at) => {
      const isRecorded = trail?.multiRegion !== false || region === undefined || one === region;
      const message = `must be "${region}", the one Region that the trail records, got "${one}"`;
      return !isRecorded && { path: `${path}.regions[${at}]`, message };
    }),
  ]);
};

/** KMS refuses a key policy that locks out the caller who sets it. */
export const deployerKeepsKey: Rule = ({ key, accounts }) => {
  const deployer = accounts?.archive?.assumeRole;
  const isLockedOut =
    key?.rootAccess === "nothing" && deployer !== undefined && key.administrators?.includes(deployer) === false;
  const message = `must name accounts.archive.assumeRole where key.rootAccess is "nothing": KMS refuses a key policy that locks out the caller who sets it, got no "${deployer}"`;
  return [isLockedOut && (key.administrators ?? []).length > 0 && { path: "key.administrators", message }];
};

/** The role of the log group is named after the trail, and role names must be shorter than trail names. */
export const trailNameFitsRole: Rule = ({ trail }) => {
  if (trail?.name === undefined || trail.cloudWatchLogs === undefined || "roleName" in trail.cloudWatchLogs) return [];
  const role = cloudWatchRoleName(trail.name);
  const longest = 64 - cloudWatchRoleName("").length;
  const message = `must be at most ${longest} characters with trail.cloudWatchLogs, whose role is "${role}" and may have 64, got ${trail.name.length}`;
  return [!isRoleName(role) && { path: "trail.name", message, unless: "trail.cloudWatchLogs" }];
};
