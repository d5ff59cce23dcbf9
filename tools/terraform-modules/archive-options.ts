import type { ArchiveProps } from "../../modules/archive";
import type { Output, Part, Placeholder, Setting } from "./definition";
import { PARTS } from "./parts";
import * as placeholders from "./placeholders";

const text = ({ value }: Placeholder) => String(value);
const number = ({ value }: Placeholder) => Number(value);

/** What an archive's constructs get, in both modules that have one. */
export function archiveOptions(has: (part: Part) => boolean): Omit<ArchiveProps, "trails"> {
  return {
    account: text(placeholders.ACCOUNT),
    region: text(placeholders.REGION),
    bucketName: text(placeholders.BUCKET_NAME),
    key: {
      aliases: [text(placeholders.KEY_ALIAS)],
      administrators: has(PARTS.administrators) ? [text(placeholders.ADMINISTRATORS)] : [],
      deletionWindowInDays: number(placeholders.DELETION_WINDOW),
      rotationPeriodInDays: number(placeholders.ROTATION),
    },
    accessLogs: {
      bucketName: text(placeholders.ACCESS_LOG_BUCKET_NAME),
      lifecycle: {
        expireAfterDays: has(PARTS.accessLogExpiry) ? number(placeholders.ACCESS_LOG_EXPIRY) : undefined,
        keepNoncurrentDays: number(placeholders.NONCURRENT_DAYS),
      },
    },
    lifecycle: {
      expireAfterDays: has(PARTS.expiry) ? number(placeholders.EXPIRY) : undefined,
      keepNoncurrentDays: number(placeholders.NONCURRENT_DAYS),
    },
    objectLock: has(PARTS.objectLock)
      ? { mode: text(placeholders.LOCK_MODE) as "COMPLIANCE", days: number(placeholders.LOCK_DAYS) }
      : undefined,
    readers: has(PARTS.readers)
      ? [
          {
            roleName: text(placeholders.READER_ROLE),
            trustedPrincipals: [text(placeholders.READER_TRUST)],
            requireMfa: has(PARTS.readerMfa),
            maxSessionHours: placeholders.READER_SESSION_HOURS,
          },
        ]
      : [],
    breakGlass: has(PARTS.breakGlass)
      ? {
          roleName: text(placeholders.BREAK_GLASS_ROLE),
          trustedPrincipals: [text(placeholders.BREAK_GLASS_TRUST)],
        }
      : undefined,
    onlyOrganizationId: has(PARTS.onlyOrganization) ? text(placeholders.ONLY_ORGANIZATION) : undefined,
    iam: { path: text(placeholders.PATH), permissionsBoundary: text(placeholders.BOUNDARY) },
    tags: placeholders.TAGS.value,
  };
}

export const ARCHIVE_PARTS: readonly Part[] = [
  PARTS.readers,
  PARTS.readerMfa,
  PARTS.breakGlass,
  PARTS.administrators,
  PARTS.onlyOrganization,
  PARTS.objectLock,
  PARTS.expiry,
  PARTS.accessLogExpiry,
];

export const ARCHIVE_PLACEHOLDERS: readonly Placeholder[] = [
  placeholders.ACCOUNT,
  placeholders.REGION,
  placeholders.BUCKET_NAME,
  placeholders.ACCESS_LOG_BUCKET_NAME,
  placeholders.KEY_ALIAS,
  placeholders.ADMINISTRATORS,
  placeholders.DELETION_WINDOW,
  placeholders.ROTATION,
  placeholders.LOCK_DAYS,
  placeholders.LOCK_MODE,
  placeholders.EXPIRY,
  placeholders.ACCESS_LOG_EXPIRY,
  placeholders.NONCURRENT_DAYS,
  placeholders.ONLY_ORGANIZATION,
  placeholders.READER_ROLE,
  placeholders.READER_TRUST,
  placeholders.READER_SESSION,
  placeholders.BREAK_GLASS_ROLE,
  placeholders.BREAK_GLASS_TRUST,
  placeholders.PATH,
  placeholders.BOUNDARY,
];

export const ARCHIVE_SETTINGS: readonly Setting[] = [
  { type: "aws_s3_bucket", attribute: "force_destroy", expression: "var.force_destroy" },
];

export const ARCHIVE_LOCALS = {
  access_log_bucket_name: '${coalesce(var.access_log_bucket_name, "${var.bucket_name}-access-logs")}',
  key_alias: "${coalesce(var.key_alias, var.bucket_name)}",
};

export const ARCHIVE_OUTPUTS: readonly Output[] = [
  { name: "bucket_name", description: "Name of the log bucket.", expression: "aws_s3_bucket.log_bucket.bucket" },
  { name: "bucket_arn", description: "ARN of the log bucket.", expression: "aws_s3_bucket.log_bucket.arn" },
  {
    name: "access_log_bucket_name",
    description: "Name of the bucket for server access logs.",
    expression: "aws_s3_bucket.access_log_bucket.bucket",
  },
  { name: "key_arn", description: "ARN of the KMS key.", expression: "aws_kms_key.key.arn" },
  {
    name: "reader_role_arns",
    description: "ARNs of the readers' roles, by name.",
    expression: "{ for name, role in aws_iam_role.reader : name => role.arn }",
  },
  {
    name: "break_glass_role_arn",
    description: "ARN of the break-glass role; null without one.",
    expression: "one(aws_iam_role.break_glass[*].arn)",
  },
];
