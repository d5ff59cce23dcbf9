import * as v from "valibot";
import { isAccountId, isAliasName, isBucketName, isRegion, isRoleName, OBJECT_LOCK_DAYS } from "../modules/limits";
import { anyText, arn, isPlainObject, listOf, never, oneOf, only, text, whole } from "./options";
import { REGIONS } from "./regions";

export const account = text(isAccountId, "12 digits in quotes");
export const region = text(
  (value) => isRegion(value) && REGIONS.includes(value),
  'a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there)',
);
export const bucketName = text(
  isBucketName,
  "3 to 63 lower-case letters, digits and dashes, no reserved prefix or suffix",
);
export const roleName = text(isRoleName, "1 to 64 letters, digits and +=,.@_-");
export const keyAlias = text(isAliasName, 'letters, digits, "/", "_" and "-", not beginning with "alias/" or "aws/"');
export const principal = arn("iam", "user/", "role/");
const days = whole({ min: 1, max: 36500 }, "days");

export const accountAccess = only({
  /** Account id. */
  id: account,
  /** ARN of the role that Terraform assumes in the account. @default the caller's own credentials */
  assumeRole: v.optional(arn("iam", "role/")),
});

export const lifecycle = only({
  /**
   * Moves to colder storage classes, in ascending order of days. @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  transitions: v.optional(
    listOf(
      only({
        /** Days after the object was written. S3 requires 30 before, and 30 within, an infrequent-access class. */
        afterDays: whole({ min: 0, max: 36500 }, "days"),
        /** The class that the object moves to; each transition must name a colder one than the transition before. */
        storageClass: oneOf(
          "STANDARD_IA",
          "INTELLIGENT_TIERING",
          "ONEZONE_IA",
          "GLACIER_IR",
          "GLACIER",
          "DEEP_ARCHIVE",
        ),
      }),
    ),
  ),
  /** Days after which objects expire. @default never */
  expireAfterDays: v.optional(days),
  /** Days for which deleted and overwritten versions are kept. @default 365 */
  keepNoncurrentDays: v.optional(days),
  /** Days after which unfinished multipart uploads are removed. @default 7 */
  abortUploadsAfterDays: v.optional(days),
});

export const objectLock = only({
  /**
   * `GOVERNANCE` can be lifted with `s3:BypassGovernanceRetention`; `COMPLIANCE` cannot be lifted before it ends, not
   * even by root.
   */
  mode: oneOf("GOVERNANCE", "COMPLIANCE"),
  /** Days for which each new object version is locked. */
  days: whole(OBJECT_LOCK_DAYS, "days"),
});

const tagValues = v.record(v.string(), anyText);
export const tags = v.lazy((input) => (isPlainObject(input) ? tagValues : never("an object of strings")));
