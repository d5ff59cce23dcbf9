import { at, isGone, isOff, isShorter, setting, show, type Guard } from "./guard";

const TRAIL = ["aws_cloudtrail"];
const KEY = ["aws_kms_key", "aws_kms_replica_key"];
const PUBLIC_ACCESS = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"];
const LOCK = ["aws_s3_bucket_object_lock_configuration"];
const ENCRYPTION = ["aws_s3_bucket_server_side_encryption_configuration"];
const NEW = { alsoNew: true };

/** Settings by which a trail, its key or its buckets become weaker. */
export const settings: readonly Guard[] = [
  setting("logging-off", TRAIL, "enable_logging", isOff, NEW),
  setting("validation-off", TRAIL, "enable_log_file_validation", isOff, NEW),
  setting("one-region", TRAIL, "is_multi_region_trail", isOff, NEW),
  setting("global-events-off", TRAIL, "include_global_service_events", isOff, NEW),
  setting("organization-off", TRAIL, "is_organization_trail", isOff),
  setting("key-removed", TRAIL, "kms_key_id", isGone),
  setting("key-removed", ENCRYPTION, "rule.apply_server_side_encryption_by_default.kms_master_key_id", isGone),
  setting("key-disabled", KEY, "is_enabled", (after) => after === false, NEW),
  setting("key-disabled", ["aws_kms_replica_key"], "enabled", (after) => after === false, NEW),
  setting("deletion-window-shortened", KEY, "deletion_window_in_days", isShorter),
  setting("rotation-off", ["aws_kms_key"], "enable_key_rotation", isOff, NEW),
  setting("versioning-suspended", ["aws_s3_bucket_versioning"], "versioning_configuration.status", isNot("Enabled")),
  setting("acls-on", ["aws_s3_bucket_ownership_controls"], "rule.object_ownership", isNot("BucketOwnerEnforced")),
  setting("object-lock-weakened", LOCK, "rule.default_retention.mode", isNot("COMPLIANCE")),
  {
    id: "object-lock-weakened",
    types: LOCK,
    check: ({ before, after }) => {
      const [was, will] = [lockDays(before), lockDays(after)];
      return before && after && will < was ? `default retention: ${was} -> ${will} days` : undefined;
    },
  },
  setting("force-destroy-on", ["aws_s3_bucket"], "force_destroy", (after) => after === true),
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map((flag) =>
    setting("public-access-flag-off", PUBLIC_ACCESS, flag, isOff, NEW),
  ),
  {
    id: "retention-shortened",
    types: ["aws_cloudwatch_log_group"],
    check: ({ before, after }) => {
      // Nothing expires at 0 days.
      const [was, will] = [before, after].map((values) => Number(at(values, "retention_in_days") ?? 0) || Infinity);
      if (!before || !after || will! >= was!) return undefined;
      return `retention_in_days: ${was === Infinity ? "never expires" : was} -> ${will}`;
    },
  },
  setting("replication-off", ["aws_s3_bucket_replication_configuration"], "rule.status", isNot("Enabled")),
  setting("access-logging-moved", ["aws_s3_bucket_logging"], "target_bucket", isGone),
  setting("alarm-off", ["aws_cloudwatch_metric_alarm"], "actions_enabled", isOff),
  {
    id: "alarm-off",
    types: ["aws_cloudwatch_metric_alarm"],
    check: ({ before, after }) => {
      const [was, will] = [before, after].map((values) => [at(values, "alarm_actions") ?? []].flat() as unknown[]);
      const gone = was!.filter((action) => !will!.includes(action));
      return after && gone.length > 0 ? `alarm_actions no longer has ${gone.map(show).join(", ")}` : undefined;
    },
  },
];

function isNot(good: string): (after: unknown, before: unknown) => boolean {
  return (after, before) => before === good && after !== good;
}

function lockDays(values: Parameters<typeof at>[0]): number {
  const years = Number(at(values, "rule.default_retention.years") ?? 0);
  return Number(at(values, "rule.default_retention.days") ?? 0) + years * 365;
}
