import * as v from "valibot";
import { isRuleId, RULE_ID, STORAGE_CLASSES } from "../../modules/bucket/lifecycle";
import { LIFECYCLE_DAYS, LIFECYCLE_VERSIONS, TRANSITION_DAYS } from "../../modules/limits/numbers";
import { atLeastOne, listOf, oneOf, only, text, whole } from "./options";
import { tags } from "./shapes";

const transitions = listOf(
  only({
    /**
     * Days after the object was written or, for `noncurrentTransitions`, after the version was replaced or deleted. S3
     * requires 30 before, and 30 within, an infrequent-access class.
     */
    afterDays: whole(TRANSITION_DAYS, "days"),
    /** The class that the object moves to; each transition must name a colder one than the transition before. */
    storageClass: oneOf(...STORAGE_CLASSES),
  }),
);

const days = whole(LIFECYCLE_DAYS, "days");
const size = whole({ min: 0, max: 5 * 1024 ** 4 }, "bytes");

const versions = whole(LIFECYCLE_VERSIONS, "versions");

const rule = only({
  /** Name of the rule. */
  id: text(isRuleId, RULE_ID),
  /** What the object keys begin with. @default any */
  prefix: v.optional(text((value) => value !== "" && !/[$%]\{/.test(value), 'text without "${" or "%{"')),
  /** Size in bytes that the objects exceed. @default any */
  largerThan: v.optional(size),
  /** Size in bytes that the objects stay below. @default any */
  smallerThan: v.optional(size),
  /** Tags that the objects have. @default any */
  tags: v.optional(tags),
  /**
   * Moves to colder storage classes, in ascending order of days. @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  transitions: v.optional(transitions),
  /** Days after which objects expire. @default as without the rule */
  expireAfterDays: v.optional(days),
  /** Moves of deleted and overwritten versions, by days since then. @default none */
  noncurrentTransitions: v.optional(transitions),
  /** Days for which deleted and overwritten versions are kept. @default as without the rule */
  keepNoncurrentDays: v.optional(days),
  /** Newest deleted and overwritten versions of an object that are kept for longer. @default none */
  keepNoncurrentVersions: v.optional(versions),
});

export const lifecycle = only({
  /**
   * Moves to colder storage classes, in ascending order of days. @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  transitions: v.optional(transitions),
  /**
   * `stay`: objects smaller than 128 KB, such as most log files of a quiet account, do not move. `move`: objects of any
   * size move; S3 bills each as at least 128 KB in the infrequent-access classes, and adds 40 KB to each in GLACIER and
   * DEEP_ARCHIVE.
   * @default "stay", which is S3's own default
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  smallObjects: v.optional(oneOf("stay", "move")),
  /** Days after which objects expire. @default never */
  expireAfterDays: v.optional(days),
  /** Moves of deleted and overwritten versions, by days since then. @default none */
  noncurrentTransitions: v.optional(transitions),
  /** Days for which deleted and overwritten versions are kept. @default 365 */
  keepNoncurrentDays: v.optional(days),
  /** Newest deleted and overwritten versions of an object that are kept for longer. @default none */
  keepNoncurrentVersions: v.optional(versions),
  /** Days after which unfinished multipart uploads are removed. @default 7 */
  abortUploadsAfterDays: v.optional(days),
  /**
   * Further rules for some of the objects: those that fit all filters of a rule. Where rules conflict, S3 applies the
   * shorter expiry. @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html
   */
  rules: v.optional(atLeastOne(rule)),
});
