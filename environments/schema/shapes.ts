import * as v from "valibot";
import {
  isAccountId,
  isAliasName,
  isBucketName,
  isPermissionSetName,
  isRegion,
  isRoleName,
  isRolePath,
  PERMISSION_SET_NAME,
  regionAdvice,
  ROLE_PATH,
  ROLE_NAME,
  ALIAS_NAME,
} from "../../modules/limits/formats";
import { OBJECT_LOCK_DAYS } from "../../modules/limits/numbers";
import { isTagKey, isTagValue, TAG_KEY, TAG_VALUE } from "../../modules/limits/tags";
import { isArnOf, principalAdvice } from "../../modules/policy";
import { arn, atLeastOne, isPlainObject, never, oneOf, only, text, whole } from "./options";
import { closest } from "../../modules/closest";
import { REGIONS } from "../regions";

export const account = text(isAccountId, "12 digits in quotes");
export const region = text(
  (value) => isRegion(value) && REGIONS.includes(value),
  'a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there)',
  (value) => regionAdvice(value) ?? suggestion(value),
);

function suggestion(region: string): string | undefined {
  const meant = closest(region, REGIONS);
  return meant && `did you mean "${meant}"?`;
}

export const bucketName = text(
  isBucketName,
  "3 to 63 lower-case letters, digits and dashes, no reserved prefix or suffix",
);
export const roleName = text(isRoleName, ROLE_NAME);
export const keyAlias = text(isAliasName, ALIAS_NAME);
export const principal = arn("iam", "user/", "role/");

/** Also allows a third party's account, for which a rule requires an external id. */
export const trustedPrincipals = atLeastOne(
  text(
    (value) => isArnOf(value, "iam", "user/", "role/", "root"),
    "an ARN of iam (user/... or role/...) without wildcards",
    principalAdvice,
  ),
);

export const permissionSets = atLeastOne(
  only({
    /** Account in which people use the permission set. */
    account,
    /** Name in IAM Identity Center, without `AWSReservedSSO_`. Names that continue with `_` match, too. */
    name: text(isPermissionSetName, PERMISSION_SET_NAME),
  }),
);

/** What the accounts require of every role. */
export const iam = only({
  /**
   * Path of the roles and their policies, part of their ARNs. Role names must be unique whatever the path. @default "/"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
   */
  path: v.optional(text(isRolePath, ROLE_PATH)),
  /**
   * Managed policy that is the permissions boundary of the roles: an ARN or, if each account has a policy of that name,
   * the name, with its path if it has one. It must allow what the roles do, which is checked only by AWS. @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  permissionsBoundary: v.optional(
    text(
      (value) => /^[A-Za-z0-9+=,.@_-]+(\/[A-Za-z0-9+=,.@_-]+)*$/.test(value) || isArnOf(value, "iam", "policy/"),
      'the name of a managed policy, like "Boundary" or "team/Boundary", or its ARN',
    ),
  ),
});

const access = {
  /** Account id. */
  id: account,
  /** ARN of the role that Terraform assumes in the account. @default the caller's own credentials */
  assumeRole: v.optional(arn("iam", "role/")),
};

const recorder = text(
  (value) => value.trim() !== "" && !/[$%]\{/.test(value),
  "a text that says what records the account",
);

export const replicaAccount = only({
  ...access,
  /**
   * What records this account, such as "the trail of Control Tower". With `alerts`, required if no trail of the
   * environment does. @default none
   */
  recordedBy: v.optional(recorder),
});

export const archiveAccount = only({
  ...access,
  /**
   * What records this account, such as "the trail of Control Tower": the environment then creates no trail for it.
   * Otherwise an archive account that nothing else records gets a trail of its management events.
   * @default the environment records it
   */
  recordedBy: v.optional(recorder),
});

const auditedAccount = only({
  ...access,
  /**
   * Last part of the name of the account's stack, such as `payments` in `prod-trail-payments`. Only one account may
   * omit it.
   * @default `prod-trail`
   */
  name: v.optional(
    text(
      (value) => value.length <= 24 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value),
      "1 to 24 lowercase letters, digits and single hyphens between them, beginning with a letter",
    ),
  ),
});
const oneOrMore = "an object with id (optional: assumeRole, name) or a list of at least one";
const auditedList = atLeastOne(auditedAccount, oneOrMore);
const noAccount = never(oneOrMore);
export const auditedAccounts = v.lazy((input) =>
  Array.isArray(input) ? auditedList : isPlainObject(input) ? auditedAccount : noAccount,
);

export const objectLock = only({
  /**
   * `GOVERNANCE` can be lifted with `s3:BypassGovernanceRetention`; `COMPLIANCE` cannot be lifted before it ends, not
   * even by root.
   */
  mode: oneOf("GOVERNANCE", "COMPLIANCE"),
  /** Days for which each new object version is locked. */
  days: whole(OBJECT_LOCK_DAYS, "days"),
});

const tagValues = v.record(text(isTagKey, `a tag key of ${TAG_KEY}`), text(isTagValue, TAG_VALUE));
export const tags = v.lazy((input) => (isPlainObject(input) ? tagValues : never("an object of strings")));
