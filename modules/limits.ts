/**
 * Limits that AWS sets and that more than one place checks: the constructs, for those who use them alone,
 * and the environment schema, so that all problems of an environment show at once. Plain data.
 */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** AWS KMS API, EnableKeyRotation: RotationPeriodInDays. */
export const KEY_ROTATION_DAYS: Range = { min: 90, max: 2560 };

/** AWS KMS API, ScheduleKeyDeletion: PendingWindowInDays. */
export const KEY_DELETION_WINDOW_DAYS: Range = { min: 7, max: 30 };

/** IAM API, CreateRole: MaxSessionDuration, 3,600 to 43,200 seconds. */
export const SESSION_HOURS: Range = { min: 1, max: 12 };

/** Amazon S3 User Guide, "Object Lock": a retention of at most 100 years. */
export const OBJECT_LOCK_DAYS: Range = { min: 1, max: 36500 };

/** CloudWatch Logs API, PutRetentionPolicy: the only values it takes. */
export const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Days that S3 wants an object to be stored before it may move to an infrequent-access class, and again
 * before it may leave that class by the same rule. Amazon S3 User Guide, "Transitioning objects".
 */
export const INFREQUENT_ACCESS_DAYS = 30;

/**
 * CloudTrail User Guide, "Naming requirements": 3 to 128 letters, digits, periods, underscores and dashes,
 * a letter or digit at both ends, no two of the others side by side, not shaped like an IP address.
 */
export function isTrailName(name: string): boolean {
  return (
    name.length >= 3 &&
    name.length <= 128 &&
    /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  );
}

/** What `isTrailPrefix` takes, in words. */
export const TRAIL_PREFIX = "1 to 200 letters, digits and !_.'()-/ without a slash at either end";

/**
 * CloudTrail API, CreateTrail: S3KeyPrefix, in the characters that the Amazon S3 User Guide calls safe. Not "*": the
 * prefix stands in bucket policies, where that is a wildcard.
 */
export function isTrailPrefix(prefix: string): boolean {
  return /^[A-Za-z0-9!_.'()/-]{1,200}$/.test(prefix) && !/^\/|\/$/.test(prefix);
}

/**
 * Amazon S3 User Guide, "General purpose bucket naming rules". Periods are allowed by S3 but refused here:
 * they break TLS for virtual-hosted addresses, and every bucket of this project is TLS only.
 */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|--x-s3|--table-s3)$/.test(name)
  );
}

/** A bucket that stands already: its name may be older than today's rules. Amazon S3 User Guide, "Bucket naming rules". */
export function isBucketNameOfAnyAge(name: string): boolean {
  return /^[A-Za-z0-9._-]{3,255}$/.test(name);
}

/** AWS KMS API, CreateAlias: `alias/` left out; the prefix `aws/` is reserved. */
export function isAliasName(name: string): boolean {
  return /^[A-Za-z0-9/_-]{1,250}$/.test(name) && !name.startsWith("aws/") && !name.startsWith("alias/");
}

/** IAM API, CreateRole: RoleName. */
export function isRoleName(name: string): boolean {
  return /^[A-Za-z0-9+=,.@_-]{1,64}$/.test(name);
}

/** IAM API, CreatePolicy: PolicyName. */
export function isPolicyName(name: string): boolean {
  return /^[A-Za-z0-9+=,.@_-]{1,128}$/.test(name);
}

/** AWS Organizations API: organization id. */
export function isOrganizationId(id: string): boolean {
  return /^o-[a-z0-9]{10,32}$/.test(id);
}

export function isAccountId(id: string): boolean {
  return /^\d{12}$/.test(id);
}

/** A Region code of the partitions that this project builds ARNs for: aws, aws-us-gov, aws-cn. */
export function isRegion(code: string): boolean {
  return /^[a-z]{2}(-(?!iso)[a-z]+){1,2}-\d$/.test(code);
}
