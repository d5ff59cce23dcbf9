/**
 * Numbers that AWS limits, checked in two places: by the constructs, which can be used without environments, and by the
 * environment schema, which reports all problems of an environment at once. Plain data.
 */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Days between rotations of a KMS key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
 */
export const KEY_ROTATION_DAYS: Range = { min: 90, max: 2560 };

/**
 * Days before a scheduled deletion of a KMS key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
 */
export const KEY_DELETION_WINDOW_DAYS: Range = { min: 7, max: 30 };

/**
 * Hours of a role session: MaxSessionDuration is 3,600 to 43,200 seconds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const SESSION_HOURS: Range = { min: 1, max: 12 };

/**
 * Days of an Object Lock retention, at most 100 years.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export const OBJECT_LOCK_DAYS: Range = { min: 1, max: 36500 };

/** Days of a query's results, or for which a table reaches back: the longest that S3's lifecycle rules know. */
export const QUERY_DAYS: Range = { min: 1, max: 36500 };

/**
 * Gigabytes that one query of Athena may read. Its own least limit is 10 MB.
 *
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html
 */
export const SCAN_GIGABYTES: Range = { min: 1, max: 1_000_000 };

/**
 * Days until a lifecycle rule deletes or moves objects. The maximum of 100 years is this project's, as for Object Lock.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export const LIFECYCLE_DAYS: Range = { min: 1, max: 36500 };

/**
 * Days until a lifecycle rule moves objects. Classes of infrequent access have a minimum of their own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const TRANSITION_DAYS: Range = { min: 0, max: LIFECYCLE_DAYS.max };

/**
 * Noncurrent versions that a lifecycle rule keeps.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export const LIFECYCLE_VERSIONS: Range = { min: 1, max: 100 };

/**
 * Days for which a log group keeps events: the only values that the API accepts.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Days that S3 requires an object to be stored before it may move to an infrequent-access class, and again before it
 * may leave that class by the same rule.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const INFREQUENT_ACCESS_DAYS = 30;

/** Of a message. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const VISIBILITY_SECONDS: Range = { min: 0, max: 43_200 };

/**
 * Largest pattern that EventBridge accepts by default, in characters.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const LARGEST_EVENT_PATTERN = 2048;
