import { protectionFindings } from "../../../../../cli/commands/review/protections";
import { encryption, expiring, found, lifecycle, TRAIL, versioning } from "../../../../support/protection-findings";
import { planned } from "../../../../support/planned";

const KEY = { is_enabled: true, enable_key_rotation: true, deletion_window_in_days: 30 };
const BLOCK = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const lock = (retention: object) => ({ rule: [{ default_retention: [retention] }] });

test.each([
  ["aws_cloudtrail", TRAIL, { enable_logging: false }, "logging-off: enable_logging: true -> false"],
  [
    "aws_cloudtrail",
    TRAIL,
    { enable_log_file_validation: false },
    "validation-off: enable_log_file_validation: true -> false",
  ],
  ["aws_cloudtrail", TRAIL, { is_multi_region_trail: false }, "one-region: is_multi_region_trail: true -> false"],
  [
    "aws_cloudtrail",
    TRAIL,
    { include_global_service_events: false },
    "global-events-off: include_global_service_events: true -> false",
  ],
  ["aws_cloudtrail", TRAIL, { is_organization_trail: false }, "organization-off: is_organization_trail: true -> false"],
  ["aws_cloudtrail", TRAIL, { kms_key_id: "" }, 'key-removed: kms_key_id: "arn:key" -> (none)'],
  ["aws_kms_key", KEY, { is_enabled: false }, "key-disabled: is_enabled: true -> false"],
  ["aws_kms_key", KEY, { enable_key_rotation: false }, "rotation-off: enable_key_rotation: true -> false"],
  ["aws_kms_key", KEY, { deletion_window_in_days: 7 }, "deletion-window-shortened: deletion_window_in_days: 30 -> 7"],
  [
    "aws_s3_bucket_public_access_block",
    BLOCK,
    { ignore_public_acls: false },
    "public-access-flag-off: ignore_public_acls: true -> false",
  ],
  [
    "aws_s3_bucket",
    { force_destroy: false },
    { force_destroy: true },
    "force-destroy-on: force_destroy: false -> true",
  ],
  [
    "aws_s3_bucket_versioning",
    versioning("Enabled"),
    versioning("Suspended"),
    'versioning-suspended: versioning_configuration.status: "Enabled" -> "Suspended"',
  ],
  [
    "aws_s3_bucket_server_side_encryption_configuration",
    encryption("arn:key"),
    encryption(null),
    'key-removed: rule.apply_server_side_encryption_by_default.kms_master_key_id: "arn:key" -> (none)',
  ],
  [
    "aws_s3_bucket_ownership_controls",
    { rule: [{ object_ownership: "BucketOwnerEnforced" }] },
    { rule: [{ object_ownership: "ObjectWriter" }] },
    'acls-on: rule.object_ownership: "BucketOwnerEnforced" -> "ObjectWriter"',
  ],
  [
    "aws_s3_bucket_object_lock_configuration",
    lock({ mode: "COMPLIANCE", days: 9 }),
    lock({ mode: "GOVERNANCE", days: 9 }),
    'object-lock-weakened: rule.default_retention.mode: "COMPLIANCE" -> "GOVERNANCE"',
  ],
  [
    "aws_s3_bucket_object_lock_configuration",
    lock({ mode: "COMPLIANCE", years: 1 }),
    lock({ mode: "COMPLIANCE", days: 364 }),
    "object-lock-weakened: default retention: 365 -> 364 days",
  ],
  [
    "aws_s3_bucket_lifecycle_configuration",
    lifecycle(expiring(400)),
    lifecycle(expiring(30)),
    "retention-shortened: expiration.days: 400 -> 30",
  ],
  [
    "aws_s3_bucket_lifecycle_configuration",
    lifecycle(),
    lifecycle(expiring(30)),
    "retention-shortened: expiration.days: never -> 30",
  ],
  [
    "aws_cloudwatch_log_group",
    { retention_in_days: 0 },
    { retention_in_days: 30 },
    "retention-shortened: retention_in_days: never expires -> 30",
  ],
  [
    "aws_s3_bucket_replication_configuration",
    { rule: [{ status: "Enabled" }] },
    { rule: [{ status: "Disabled" }] },
    'replication-off: rule "1" is disabled',
  ],
  [
    "aws_cloudwatch_metric_alarm",
    { actions_enabled: true },
    { actions_enabled: false },
    "alarm-off: actions_enabled: true -> false",
  ],
  [
    "aws_cloudwatch_metric_alarm",
    { alarm_actions: ["a", "b"] },
    { alarm_actions: ["a"] },
    'alarm-off: alarm_actions no longer has "b"',
  ],
])("%s: a weakening is reported, and its undoing is not", (type, before, change, told) => {
  const after = { ...before, ...change };
  expect(found(type, before, after)).toEqual([told]);
  expect(found(type, before, before)).toEqual([]);
  expect(found(type, after, before)).toEqual([]);
});

test("what is made anew is judged where it must never be so", () => {
  expect(found("aws_cloudtrail", undefined, { ...TRAIL, enable_logging: false })).toEqual([
    "logging-off: enable_logging is false",
  ]);
  expect(found("aws_s3_bucket", undefined, { force_destroy: true })).toEqual([]);
});

test.each(["destroy", "replace", "forget"] as const)("%s of a bucket is reported, and a move is not", (action) => {
  const bucket = planned("aws_s3_bucket", {}, {});
  expect(protectionFindings([{ ...bucket, action }]).map(({ protection }) => protection)).toEqual(["removal"]);
  expect(protectionFindings([{ ...bucket, action: "none", previousAddress: "aws_s3_bucket.old" }])).toEqual([]);
});

const data = (...values: string[]) => ({ type: "AWS::S3::Object", values });
const basic = (...event_selector: object[]) => ({ ...TRAIL, event_selector });
const fields = (...field_selector: object[]) => ({ field_selector, name: "events" });
const advanced = (...advanced_event_selector: object[]) => ({ ...TRAIL, advanced_event_selector });
const MANAGEMENT = { field: "eventCategory", equals: ["Management"] };
const READ_ONLY = { field: "readOnly", equals: ["false"] };
const NOT_KMS = { field: "eventSource", not_equals: ["kms.amazonaws.com"] };

test.each([
  ["only writes", basic({ read_write_type: "All" }), basic({ read_write_type: "WriteOnly" })],
  ["no management events", basic({}), basic({ include_management_events: false })],
  ["a source left out", basic({}), basic({ exclude_management_event_sources: ["kms.amazonaws.com"] })],
  [
    "a bucket less",
    basic({ data_resource: [data("arn:aws:s3:::a/", "arn:aws:s3:::b/")] }),
    basic({ data_resource: [data("arn:aws:s3:::a/")] }),
  ],
  ["a default given up", TRAIL, basic({ read_write_type: "ReadOnly" })],
  ["a field more", advanced(fields(MANAGEMENT)), advanced(fields(MANAGEMENT, READ_ONLY))],
  ["an exclusion more", advanced(fields(MANAGEMENT)), advanced(fields(MANAGEMENT, NOT_KMS))],
  [
    "a value more that is excluded",
    advanced(fields({ field: "resources.ARN", not_starts_with: ["arn:aws:s3:::a/"] })),
    advanced(fields({ field: "resources.ARN", not_starts_with: ["arn:aws:s3:::a/", "arn:aws:s3:::b/"] })),
  ],
  [
    "a selector less",
    advanced(fields(MANAGEMENT), fields({ field: "eventCategory", equals: ["Data"] })),
    advanced(fields(MANAGEMENT)),
  ],
])("%s: the selectors are narrowed one way and not the other", (_, before, after) => {
  expect(protectionFindings([planned("aws_cloudtrail", before, after)]).map(({ protection }) => protection)).toEqual([
    "selectors-narrowed",
  ]);
  expect(found("aws_cloudtrail", after, before)).toEqual([]);
});

test("a default can be given up in favour of advanced selectors without management events", () => {
  const dataOnly = advanced(fields({ field: "eventCategory", equals: ["Data"] }));
  expect(found("aws_cloudtrail", TRAIL, dataOnly)).toEqual([
    "selectors-narrowed: no longer recorded in full: management events",
  ]);
});

test("selectors of another kind cannot be compared, and insights count too", () => {
  expect(found("aws_cloudtrail", basic({}), advanced(fields(MANAGEMENT)))).toEqual([
    "selectors-narrowed: basic selectors are replaced by advanced ones",
  ]);
  const insight = { ...TRAIL, insight_selector: [{ insight_type: "ApiErrorRateInsight" }] };
  expect(found("aws_cloudtrail", insight, TRAIL)).toEqual(["selectors-narrowed: ApiErrorRateInsight off"]);
});
