import * as v from "valibot";
import { KEY_DELETION_WINDOW_DAYS, KEY_ROTATION_DAYS } from "../../modules/limits/numbers";
import { arn, exists, listOf, newOrExisting, oneOf, only, ownerSets, whole } from "./options";
import { keyAlias, principal } from "./shapes";
import { keyStatements } from "./statements";

const policy = {
  /** ARNs of users and roles that administer the key. They cannot decrypt. */
  administrators: listOf(principal),
  /**
   * What the account's root may do with the key. `administers`: repair the key policy, never decrypt. `iamDecides`:
   * everything, so that IAM policies alone decide who decrypts. `nothing`: only `administrators` can change the key.
   * @default "administers"
   */
  rootAccess: v.optional(oneOf("administers", "iamDecides", "nothing")),
  /**
   * Statements of your own in the key policy. No Deny of this policy limits what they allow; the access matrix shows it.
   * @default none
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
   */
  statements: v.optional(keyStatements),
};

const newKey = only({
  /** Alias, without `alias/`. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
  alias: keyAlias,
  /** Further aliases of the key, such as a former one. @default none */
  otherAliases: v.optional(listOf(keyAlias)),
  ...policy,
  /**
   * Days between rotations of the key material. Rotation cannot be switched off. @default 365
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
   */
  rotationPeriodInDays: v.optional(whole(KEY_ROTATION_DAYS, "days")),
  /**
   * Days that KMS waits before it deletes the key. Then every log encrypted with it is lost. @default 30
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
   */
  deletionWindowInDays: v.optional(whole(KEY_DELETION_WINDOW_DAYS, "days")),
});

const existingKey = only({
  /**
   * `true` for a key that exists already, of `accounts.archive` in `region`. The environment replaces its key
   * policy: who used the key besides no longer can, except the existing log group and topic of the trail, and whom
   * `statements` names. Its aliases and rotation stay with its owner, who must rotate it and must not delete it;
   * `audit-trail verify` checks both. Destroying the archive gives the key AWS's default policy. @default false
   */
  existing: exists,
  /** ARN of the existing key, not of an alias. */
  arn: arn("kms", "key/"),
  ...policy,
  alias: ownerSets,
  otherAliases: ownerSets,
  rotationPeriodInDays: ownerSets,
  deletionWindowInDays: ownerSets,
});

/** The key that encrypts the logs. */
export const key = newOrExisting(newKey, existingKey);
