import { parseArn } from "../../modules/policy";
import { auditedWithPaths } from "./audited";
import type { Rule } from "./rule";

/** Terraform changes the policy of the key with the credentials of the archive account. */
const existingKeyIsHere: Rule = ({ key, accounts, region }) => {
  if (key === undefined || !("arn" in key) || key.arn === undefined) return [];
  const { account, region: found } = parseArn(key.arn)!;
  const owner = accounts?.archive?.id;
  return [
    owner !== undefined &&
      account !== owner && {
        path: "key.arn",
        message: `must be in account ${owner} of accounts.archive, got "${key.arn}"`,
      },
    region !== undefined &&
      found !== region && { path: "key.arn", message: `must be in Region ${region}, got "${key.arn}"` },
  ];
};

const existingBucketIsNotCopied: Rule = ({ logs, replica }) => [
  logs !== undefined &&
    "existing" in logs &&
    replica !== undefined && {
      path: "replica",
      message: "must be left out with logs.existing: the owner of the bucket configures replication, got an object",
    },
];

const delegatedAdministratorMakesTrail: Rule = ({ organization, trail, accounts = {} }) => {
  if (organization?.delegatedAdministrator === undefined) return [];
  const path = "organization.delegatedAdministrator";
  const isManagement = auditedWithPaths({ accounts }).some(
    ({ account }) => account.id !== undefined && account.id === organization.managementAccount,
  );
  return [
    trail?.ofOrganization !== true && {
      path,
      message: "requires trail.ofOrganization, because it creates the trail of the organization, got no such trail",
      unless: "trail",
    },
    isManagement && {
      path,
      message:
        "must be left out where accounts.audited is the management account, which needs no delegation, got an object",
    },
  ];
};

/** Rules of what an environment does not create, and of the delegated administrator. */
export const EXISTING_RULES: readonly Rule[] = [
  existingKeyIsHere,
  existingBucketIsNotCopied,
  delegatedAdministratorMakesTrail,
];
