import type { Range } from "./numbers";

/**
 * A text that AWS takes: constructs and environments check the same ones. Patterns are free of lookarounds and backreferences: the Terraform modules check the same ones
 * with RE2.
 */
export interface Format {
  readonly pattern: RegExp;
  /** What must not match, either. @default nothing */
  readonly never?: readonly RegExp[];
  /** Characters. @default as `pattern` says */
  readonly length?: Range;
}

/** Whether a text has a format. */
export function fits(
  text: string,
  { pattern, never = [], length: { min, max } = { min: 0, max: Infinity } }: Format,
): boolean {
  const isLongEnough = text.length >= min && text.length <= max;
  return isLongEnough && pattern.test(text) && !never.some((one) => one.test(text));
}

/**
 * An e-mail address that SNS takes as an endpoint. Not a link, such as `mailto:`, and ASCII alone.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 */
export function isEmail(address: string): boolean {
  return /^[A-Za-z0-9.!#%&'*+/=?^_`|~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(address);
}

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
