import * as v from "valibot";
import { EXTERNAL_ID, isExternalId } from "../../modules/limits/formats";
import { SESSION_HOURS } from "../../modules/limits/numbers";
import { atLeastOne, flag, only, text, whole } from "./options";
import { account, permissionSets, region, roleName, trustedPrincipals } from "./shapes";

/** A role that reads log files, or copies of them. */
export const reader = only({
  /** Role name. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  roleName,
  /**
   * ARNs of the users and roles that may assume the role. With `externalId`, also a third party's account, such as
   * `arn:aws:iam::111122223333:root`; the third party then decides which of its principals may assume the role.
   * @default none
   */
  trustedPrincipals: v.optional(trustedPrincipals),
  /**
   * Permission sets of IAM Identity Center whose users may assume the role. `requireMfa` and `externalId` do not
   * apply to them: require MFA in IAM Identity Center. @default none
   * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
   */
  trustedPermissionSets: v.optional(permissionSets),
  /**
   * External id agreed with a third party, which prevents the confused deputy problem. @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  externalId: v.optional(text(isExternalId, EXTERNAL_ID)),
  /** `false` lets sessions without MFA assume the role, such as those of software or an identity provider. @default true */
  requireMfa: v.optional(flag),
  /**
   * Longest session. @default 1
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
   */
  maxSessionHours: v.optional(whole(SESSION_HOURS, "hours")),
  /** Accounts whose logs the role reads. @default all that the trail records */
  accounts: v.optional(atLeastOne(account)),
  /** Regions whose logs the role reads. @default all */
  regions: v.optional(atLeastOne(region)),
});
