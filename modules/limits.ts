/**
 * AWS's limits that are checked in two places: by the constructs, which can be used without environments, and by the
 * environment schema, which reports all problems of an environment at once. Plain data.
 */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * A text that AWS takes. Patterns are free of lookarounds and backreferences: the Terraform modules check the same ones
 * with RE2.
 */
export interface Format {
  readonly pattern: RegExp;
  /** What must not match, either. @default nothing */
  readonly never?: readonly RegExp[];
  /** Characters. @default as `pattern` says */
  readonly length?: Range;
}

function fits(
  text: string,
  { pattern, never = [], length: { min, max } = { min: 0, max: Infinity } }: Format,
): boolean {
  const isLongEnough = text.length >= min && text.length <= max;
  return isLongEnough && pattern.test(text) && !never.some((one) => one.test(text));
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

/** What `isTrailName` accepts, in words. */
export const TRAIL_NAME =
  "3 to 128 letters, digits, and single periods, underscores or dashes between them, not an IP address";

/**
 * A trail's name.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
 */
export function isTrailName(name: string): boolean {
  return fits(name, TRAIL_NAME_FORMAT);
}

export const TRAIL_NAME_FORMAT: Format = {
  length: { min: 3, max: 128 },
  pattern: /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
  never: [/^\d+\.\d+\.\d+\.\d+$/],
};

/** What `isTrailPrefix` accepts, in words. */
export const TRAIL_PREFIX =
  "1 to 200 letters, digits and !_.'()-/ without a slash at either end or the folder AWSLogs, which CloudTrail adds";

/**
 * S3KeyPrefix of a trail, in the characters that S3 calls safe, except "*": the prefix is part of bucket policies,
 * where "*" is a wildcard.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export function isTrailPrefix(prefix: string): boolean {
  return /^[A-Za-z0-9!_.'()/-]{1,200}$/.test(prefix) && !/^\/|\/$/.test(prefix) && !/(^|\/)AWSLogs(\/|$)/.test(prefix);
}

/**
 * Name of a log group in CloudWatch Logs.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
export function isLogGroupName(name: string): boolean {
  return /^[A-Za-z0-9_./#-]{1,512}$/.test(name) && !name.startsWith("aws/");
}

/** What `isLogGroupName` accepts, in words. */
export const LOG_GROUP_NAME = 'letters, digits and "_./#-", not beginning with "aws/"';

/**
 * S3 allows periods in bucket names; they are refused here because they break TLS for virtual-hosted addresses, and
 * every bucket of this project is TLS only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function isBucketName(name: string): boolean {
  return fits(name, BUCKET_NAME_FORMAT);
}

/** What `isBucketName` accepts, in words. */
export const BUCKET_NAME = "3 to 63 lower-case letters, digits and dashes, without S3's reserved prefixes and suffixes";

export const BUCKET_NAME_FORMAT: Format = {
  pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  never: [/^(xn--|sthree-|amzn-s3-demo-)/, /(-s3alias|--ol-s3|--x-s3|--table-s3)$/],
};

/**
 * The name of an existing bucket, which may predate today's naming rules.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function isBucketNameOfAnyAge(name: string): boolean {
  return fits(name, BUCKET_NAME_OF_ANY_AGE_FORMAT);
}

export const BUCKET_NAME_OF_ANY_AGE_FORMAT: Format = { pattern: /^[A-Za-z0-9._-]{3,255}$/ };

/**
 * An alias without `alias/`; the prefix `aws/` is reserved.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function isAliasName(name: string): boolean {
  return fits(name, ALIAS_NAME_FORMAT);
}

/** What `isAliasName` accepts, in words. */
export const ALIAS_NAME = 'letters, digits, "/", "_" and "-", not beginning with "alias/" or "aws/"';

export const ALIAS_NAME_FORMAT: Format = { pattern: /^[A-Za-z0-9/_-]{1,250}$/, never: [/^(aws|alias)\//] };

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export function isRoleName(name: string): boolean {
  return fits(name, ROLE_NAME_FORMAT);
}

/** What `isRoleName` accepts, in words. */
export const ROLE_NAME = "1 to 64 letters, digits and +=,.@_-";

export const ROLE_NAME_FORMAT: Format = { pattern: /^[A-Za-z0-9+=,.@_-]{1,64}$/ };

/** What `isExternalId` accepts, in words. */
export const EXTERNAL_ID = "2 to 1224 letters, digits and +=,.@:/-";

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function isExternalId(id: string): boolean {
  return /^[\w+=,.@:/-]{2,1224}$/.test(id);
}

/** What `isPermissionSetName` accepts, in words. */
export const PERMISSION_SET_NAME = "1 to 32 letters, digits and +=,.@_-";

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
export function isPermissionSetName(name: string): boolean {
  return /^[A-Za-z0-9+=,.@_-]{1,32}$/.test(name);
}

/** What `isRolePath` accepts, in words. */
export const ROLE_PATH =
  'a path like "/audit/" of at most 512 letters, digits and +=,.@_-/, not beginning with "/aws-"';

/**
 * A path without wildcards, because policies name the role's ARN. AWS reserves `/aws-service-role/` and
 * `/aws-reserved/`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function isRolePath(path: string): boolean {
  return fits(path, ROLE_PATH_FORMAT);
}

export const ROLE_PATH_FORMAT: Format = {
  length: { min: 1, max: 512 },
  pattern: /^\/([A-Za-z0-9+=,.@_-]+\/)*$/,
  never: [/^\/aws-/],
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export function isPolicyName(name: string): boolean {
  return /^[A-Za-z0-9+=,.@_-]{1,128}$/.test(name);
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export function isOrganizationId(id: string): boolean {
  return fits(id, ORGANIZATION_ID_FORMAT);
}

/** What `isOrganizationId` accepts, in words. */
export const ORGANIZATION_ID = 'an organization id like "o-a1b2c3d4e5"';

export const ORGANIZATION_ID_FORMAT: Format = { pattern: /^o-[a-z0-9]{10,32}$/ };

export function isAccountId(id: string): boolean {
  return fits(id, ACCOUNT_ID_FORMAT);
}

export const ACCOUNT_ID_FORMAT: Format = { pattern: /^\d{12}$/ };

/** What `isNamePrefix` accepts, in words. */
export const NAME_PREFIX = "1 to 11 lowercase letters, digits and single hyphens, beginning with a letter";

/**
 * What derived names may begin with. With an environment's name of 16 characters, the names of its alerts then have 40:
 * the longest names that derive from these, of EventBridge rules and roles, may have 64.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export function isNamePrefix(prefix: string): boolean {
  return prefix.length <= 11 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*-?$/.test(prefix);
}

/** Of a message. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const VISIBILITY_SECONDS: Range = { min: 0, max: 43_200 };

/**
 * Largest pattern that EventBridge accepts by default, in characters.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const LARGEST_EVENT_PATTERN = 2048;

/** What `isFeedSubscriber` accepts, in words. */
export const FEED_SUBSCRIBER = "1 to 20 lower-case letters, digits and dashes";

/** The last part of the names of queues, rules and roles. */
export function isFeedSubscriber(name: string): boolean {
  return /^[a-z0-9-]{1,20}$/.test(name);
}

/** A Region code of the partitions that this project builds ARNs for: aws, aws-us-gov, aws-cn, aws-eusc. */
export function isRegion(code: string): boolean {
  return /^([a-z]{2}|eusc)(-(?!iso)[a-z]+){1,2}-\d$/.test(code);
}

/** Why this project does not support a Region. Undefined if there is no specific reason. */
export function regionAdvice(code: string): string | undefined {
  if (!/^[a-z]{2}-iso[a-z]?-[a-z]+-\d$/.test(code)) return undefined;
  return "the ISO partitions are not supported: their endpoints and service names cannot be tested from outside";
}

/** Limits on tags that fit IAM, KMS, S3, CloudTrail, CloudWatch Logs and SNS. */
export const MAX_TAGS = 50;
export const TAG_KEY = '1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"';
export const TAG_VALUE = 'at most 256 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function isTagKey(key: string): boolean {
  return fits(key, TAG_KEY_FORMAT);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function isTagValue(value: string): boolean {
  return fits(value, TAG_VALUE_FORMAT);
}

const TAG_TEXT = { pattern: /^[\p{L}\p{N}\p{Zs}_.:/=+@-]*$/u, never: [/^aws:/i] };
export const TAG_KEY_FORMAT: Format = { ...TAG_TEXT, length: { min: 1, max: 128 } };
export const TAG_VALUE_FORMAT: Format = { ...TAG_TEXT, length: { min: 0, max: 256 } };

/** Two tag keys that differ only in case, which IAM treats as the same key. */
export function differInCase(keys: readonly string[]): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const earlier = seen.get(key.toLowerCase());
    if (earlier !== undefined) return [earlier, key];
    seen.set(key.toLowerCase(), key);
  }
  return undefined;
}
