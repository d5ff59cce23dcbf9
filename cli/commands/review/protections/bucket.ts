import { PUBLIC_ACCESS_ARGUMENTS } from "../../../model/public-access";
import type { Arguments } from "../../../model/stack";
import { numberAt } from "../../../model/blocks";
import { meant, setting, type Protection } from "./protection";
import { isGone, isNot, isOff, isOn, isOther } from "./comparators";

const PUBLIC_ACCESS = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"];
const LOCK = ["aws_s3_bucket_object_lock_configuration"];
const ENCRYPTION = ["aws_s3_bucket_server_side_encryption_configuration"];
const VERSIONING = ["aws_s3_bucket_versioning"];
const ACCESS_LOGGING = ["aws_s3_bucket_logging"];
const ENCRYPTION_KEY = "rule.apply_server_side_encryption_by_default.kms_master_key_id";

/** Blocks of the bucket itself, from before each setting had its own resource. The provider still accepts them. */
const IN_BUCKET = [
  "versioning",
  "server_side_encryption_configuration",
  "object_lock_configuration",
  "lifecycle_rule",
  "logging",
  "replication_configuration",
  "policy",
  "website",
  "cors_rule",
];

/** Settings with which a bucket keeps less, or allows more access. */
export const bucket: readonly Protection[] = [
  setting("key-removed", ENCRYPTION, ENCRYPTION_KEY, isGone),
  setting("key-changed", ENCRYPTION, ENCRYPTION_KEY, isOther),
  setting("versioning-suspended", VERSIONING, "versioning_configuration.status", isNot("Enabled")),
  // A computed value, which is missing if it is not configured.
  setting("mfa-delete-off", VERSIONING, "versioning_configuration.mfa_delete", (after, before) => {
    return before === "Enabled" && after !== undefined;
  }),
  setting("acls-on", ["aws_s3_bucket_ownership_controls"], "rule.object_ownership", isNot("BucketOwnerEnforced")),
  setting("object-lock-weakened", LOCK, "rule.default_retention.mode", isNot("COMPLIANCE")),
  {
    id: "object-lock-weakened",
    types: LOCK,
    reads: ["rule"],
    check: ({ before, after }) => {
      if (!before || !after) return undefined;
      const [was, will] = [lockDays(before), lockDays(after)];
      return will < was ? `default retention: ${was} -> ${will} days` : undefined;
    },
  },
  ...IN_BUCKET.map((path): Protection => ({
    id: "set-in-bucket",
    types: ["aws_s3_bucket"],
    reads: [path],
    check: ({ before, after }) => {
      if (!after || meant(after[path]) === "" || meant(after[path]) === meant(before?.[path])) return undefined;
      return `${path} is set in aws_s3_bucket itself, which the other checks do not read`;
    },
  })),
  setting("force-destroy-on", ["aws_s3_bucket"], "force_destroy", isOn),
  ...PUBLIC_ACCESS_ARGUMENTS.map((flag) =>
    setting("public-access-flag-off", PUBLIC_ACCESS, flag, isOff, { alsoNew: true }),
  ),
  setting("access-logging-moved", ACCESS_LOGGING, "target_bucket", isGone, { mayBeLate: true }),
  setting("access-logging-moved", ACCESS_LOGGING, "target_bucket", isOther),
  setting("access-logging-moved", ACCESS_LOGGING, "target_prefix", isOther),
];

function lockDays(values: Arguments): number {
  const days = numberAt(values, "rule.default_retention.days");
  return days + numberAt(values, "rule.default_retention.years") * 365;
}
