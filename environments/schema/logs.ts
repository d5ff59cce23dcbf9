import * as v from "valibot";
import { isBucketNameOfAnyAge, isTrailPrefix, TRAIL_PREFIX } from "../../modules/limits/formats";
import { lifecycle } from "./lifecycle";
import { exists, flag, newOrExisting, oneOf, only, ownerSets, text } from "./options";
import { bucketName, objectLock } from "./shapes";
import { bucketStatements } from "./statements";

const prefix = {
  /**
   * Key prefix of the log files, before `AWSLogs/`. @default none
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
   */
  prefix: v.optional(text(isTrailPrefix, TRAIL_PREFIX)),
};

const policy = {
  /**
   * `true` lets Terraform destroy the key, and the buckets with all logs in them. Deploy it before you destroy.
   * @default false
   */
  forceDestroy: v.optional(flag),
  /** `true` denies reading log files to everyone except `readers`. @default false */
  onlyReaders: v.optional(flag),
  /** `true` also denies uploads that name no key. May stop CloudTrail's own delivery: test it first. @default false */
  requireKeyHeader: v.optional(flag),
  /** Lowest TLS version that the buckets accept. @default "1.2" */
  minimumTlsVersion: v.optional(oneOf("1.2", "1.3")),
  /**
   * Statements of your own in the bucket policy. The Deny statements of this policy still limit what they allow; the
   * access matrix shows it. @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
   */
  statements: v.optional(bucketStatements),
};

const newBucket = only({
  /**
   * Bucket that receives the log files.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  bucketName,
  ...prefix,
  /** Storage classes and expiry of log files. @default kept forever, old versions for 365 days */
  lifecycle: v.optional(lifecycle),
  /**
   * Locks each new log file against deletion. Cannot be removed later. @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   */
  objectLock: v.optional(objectLock),
  ...policy,
  /**
   * `true` sends S3's events to EventBridge. @default false, or true with `siem`, and with `alerts` if no trail of
   * `accounts.audited` is in the archive account
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
   */
  eventBridge: v.optional(flag),
  /**
   * `true` writes a daily list of all object versions to the access-log bucket. @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
   */
  inventory: v.optional(flag),
});

const existingBucket = only({
  /**
   * `true` for a bucket that exists already, of `accounts.archive` in `region`. The environment replaces its bucket
   * policy: what the former policy allowed besides ends, except what `statements` repeats. All settings stay with its owner, who must block public access,
   * disable ACLs, keep versions, and send its access logs to `accessLogs.bucketName` with the bucket's own name and a
   * slash as prefix; `audit-trail verify` checks these four. Destroying the archive deletes the policy. @default false
   */
  existing: exists,
  /** Name of the existing bucket. */
  bucketName: text(isBucketNameOfAnyAge, "the name of a bucket"),
  ...prefix,
  ...policy,
  lifecycle: ownerSets,
  objectLock: ownerSets,
  /**
   * `true` says that the owner sends S3's events to EventBridge, which `siem` requires. The environment cannot switch it
   * on, because S3 keeps one notification configuration for each bucket. @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
   */
  eventBridge: v.optional(flag),
  inventory: ownerSets,
});

/** The log bucket. */
export const logs = newOrExisting(newBucket, existingBucket);
