import {
  ALARM,
  copy,
  copying,
  DELIVERING,
  encryption,
  found,
  GROUP,
  lifecycle,
  TRAIL,
  versioning,
} from "../../../../support/protection-findings";

const noncurrent = (block: object) => ({ noncurrent_version_expiration: [{ noncurrent_days: 9, ...block }] });

test.each([
  [
    "aws_sns_topic",
    { kms_master_key_id: "k" },
    { kms_master_key_id: "" },
    'key-removed: kms_master_key_id: "k" -> (none)',
  ],
  [
    "aws_sns_topic_subscription",
    { filter_policy: "" },
    { filter_policy: '{"a":["b"]}' },
    `subscription-filtered: filter_policy: (none) -> '{"a":["b"]}'`,
  ],
  [
    "aws_cloudtrail",
    GROUP,
    { cloud_watch_logs_group_arn: "" },
    'log-group-changed: cloud_watch_logs_group_arn: "arn:group" -> (none)',
  ],
  ["aws_cloudtrail", DELIVERING, { sns_topic_name: null }, 'notification-off: sns_topic_name: "topic" -> (none)'],
  ["aws_cloudtrail", DELIVERING, { sns_topic_arn: "" }, 'notification-off: sns_topic_arn: "arn:topic" -> (none)'],
  [
    "aws_kms_key",
    { rotation_period_in_days: null },
    { rotation_period_in_days: 2560 },
    "rotation-slowed: rotation_period_in_days: (none) -> 2560",
  ],
  [
    "aws_kms_key",
    { deletion_window_in_days: null },
    { deletion_window_in_days: 7 },
    "deletion-window-shortened: deletion_window_in_days: (none) -> 7",
  ],
  [
    "aws_kms_key",
    { bypass_policy_lockout_safety_check: false },
    { bypass_policy_lockout_safety_check: true },
    "lockout-check-off: bypass_policy_lockout_safety_check: false -> true",
  ],
  [
    "aws_kms_key_policy",
    { bypass_policy_lockout_safety_check: null },
    { bypass_policy_lockout_safety_check: true },
    "lockout-check-off: bypass_policy_lockout_safety_check: (none) -> true",
  ],
  [
    "aws_cloudwatch_log_group",
    { kms_key_id: "arn:key" },
    { kms_key_id: null },
    'key-removed: kms_key_id: "arn:key" -> (none)',
  ],
  [
    "aws_s3_bucket_versioning",
    { versioning_configuration: [{ status: "Enabled", mfa_delete: "Enabled" }] },
    { versioning_configuration: [{ status: "Enabled", mfa_delete: "Disabled" }] },
    'mfa-delete-off: versioning_configuration.mfa_delete: "Enabled" -> "Disabled"',
  ],
  [
    "aws_s3_bucket_lifecycle_configuration",
    lifecycle({ expiration: [{ date: "2030-01-02T00:00:00Z" }] }),
    lifecycle({ expiration: [{ date: "2030-01-01T00:00:00Z" }] }),
    "retention-shortened: expiration.date: 2030-01-02 -> 2030-01-01",
  ],
  [
    "aws_s3_bucket_lifecycle_configuration",
    lifecycle(),
    lifecycle({ expiration: [{ date: "2030-01-01T00:00:00Z" }] }),
    "retention-shortened: expiration.date: never -> 2030-01-01",
  ],
  [
    "aws_s3_bucket_lifecycle_configuration",
    lifecycle(noncurrent({ newer_noncurrent_versions: 5 })),
    lifecycle(noncurrent({ newer_noncurrent_versions: null })),
    "retention-shortened: noncurrent_version_expiration.newer_noncurrent_versions: 5 -> 0",
  ],
  [
    "aws_s3_bucket_replication_configuration",
    copying(copy("a"), copy("b")),
    copying(copy("a")),
    'replication-off: rule "b" is removed',
  ],
  [
    "aws_s3_bucket_replication_configuration",
    copying(copy("a"), copy("b")),
    copying(copy("a"), copy("b", { status: "Disabled" })),
    'replication-off: rule "b" is disabled',
  ],
  [
    "aws_cloudwatch_event_rule",
    { state: "ENABLED" },
    { state: "DISABLED" },
    'event-rule-off: state: "ENABLED" -> "DISABLED"',
  ],
  [
    "aws_cloudwatch_event_rule",
    { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" },
    { state: "ENABLED" },
    'event-rule-off: state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" -> "ENABLED"',
  ],
  [
    "aws_cloudwatch_event_rule",
    { is_enabled: true },
    { is_enabled: false },
    "event-rule-off: is_enabled: true -> false",
  ],
])("%s: a further weakening is reported, and its undoing is not", (type, before, change, told) => {
  const after = { ...before, ...change };
  // A rule that comes back copies to another place than the rules that were there.
  const undone = found(type, after, before).filter((what) => !what.startsWith("replication-moved"));
  expect(found(type, before, after)).toEqual([told]);
  expect(found(type, before, before)).toEqual([]);
  expect(undone).toEqual([]);
});

test.each([
  ["aws_cloudtrail", DELIVERING, { s3_bucket_name: "others" }, 'trail-redirected: s3_bucket_name: "logs" -> "others"'],
  ["aws_cloudtrail", TRAIL, { kms_key_id: "arn:b" }, 'key-changed: kms_key_id: "arn:key" -> "arn:b"'],
  [
    "aws_cloudtrail",
    GROUP,
    { cloud_watch_logs_group_arn: "arn:b" },
    'log-group-changed: cloud_watch_logs_group_arn: "arn:group" -> "arn:b"',
  ],
  [
    "aws_cloudwatch_log_group",
    { kms_key_id: "arn:a" },
    { kms_key_id: "arn:b" },
    'key-changed: kms_key_id: "arn:a" -> "arn:b"',
  ],
  [
    "aws_s3_bucket_server_side_encryption_configuration",
    encryption("arn:a"),
    encryption("arn:b"),
    'key-changed: rule.apply_server_side_encryption_by_default.kms_master_key_id: "arn:a" -> "arn:b"',
  ],
  [
    "aws_s3_bucket_logging",
    { target_bucket: "a", target_prefix: "x/" },
    { target_bucket: "b" },
    'access-logging-moved: target_bucket: "a" -> "b"',
  ],
  [
    "aws_s3_bucket_logging",
    { target_bucket: "a", target_prefix: "x/" },
    { target_prefix: "y/" },
    'access-logging-moved: target_prefix: "x/" -> "y/"',
  ],
  [
    "aws_s3_bucket_replication_configuration",
    copying(copy("a", { id: "all" })),
    copying(copy("b", { id: "all" })),
    'replication-moved: rule "all" copies to "b"',
  ],
  [
    "aws_s3_bucket_replication_configuration",
    copying(copy("a")),
    copying(copy("a", { filter: [{ prefix: "none/" }] })),
    'replication-off: rule "a" copies other files',
  ],
  ["aws_cloudtrail", TRAIL, { s3_key_prefix: "x" }, 'trail-redirected: s3_key_prefix: (none) -> "x"'],
  [
    "aws_sns_topic",
    { kms_master_key_id: "k" },
    { kms_master_key_id: "l" },
    'key-changed: kms_master_key_id: "k" -> "l"',
  ],
  ["aws_cloudwatch_event_target", { arn: "a" }, { arn: "b" }, 'event-target-moved: arn: "a" -> "b"'],
  [
    "aws_cloudwatch_log_subscription_filter",
    { filter_pattern: "" },
    { filter_pattern: "x" },
    'log-subscription-changed: filter_pattern: (none) -> "x"',
  ],
  [
    "aws_cloudwatch_log_subscription_filter",
    { destination_arn: "a" },
    { destination_arn: "b" },
    'log-subscription-changed: destination_arn: "a" -> "b"',
  ],
  [
    "aws_sns_topic_subscription",
    { filter_policy: "{}", filter_policy_scope: "MessageAttributes" },
    { filter_policy_scope: "MessageBody" },
    'subscription-filtered: filter_policy_scope: "MessageAttributes" -> "MessageBody"',
  ],
  ["aws_cloudwatch_metric_alarm", ALARM, { threshold: 9 }, "alarm-changed: threshold: 1 -> 9"],
  ["aws_cloudwatch_metric_alarm", ALARM, { evaluation_periods: 5 }, "alarm-changed: evaluation_periods: 1 -> 5"],
  ["aws_cloudwatch_metric_alarm", ALARM, { metric_name: "Other" }, 'alarm-changed: metric_name: "Root" -> "Other"'],
  ["aws_cloudwatch_metric_alarm", ALARM, { namespace: "Other" }, 'alarm-changed: namespace: (none) -> "Other"'],
  [
    "aws_cloudwatch_metric_alarm",
    ALARM,
    { comparison_operator: "LessThanThreshold" },
    'alarm-changed: comparison_operator: "GreaterThanThreshold" -> "LessThanThreshold"',
  ],
  [
    "aws_cloudwatch_log_metric_filter",
    { pattern: "{ $.x }" },
    { pattern: "{ $.y }" },
    'metric-filter-changed: pattern: "{ $.x }" -> "{ $.y }"',
  ],
  [
    "aws_cloudwatch_event_rule",
    { event_pattern: '{"a":[1]}' },
    { event_pattern: '{"a":[2]}' },
    `event-rule-changed: event_pattern: '{"a":[1]}' -> '{"a":[2]}'`,
  ],
])("%s: what is no better and no worse is reported both ways", (type, before, change, told) => {
  const after = { ...before, ...change };
  expect(found(type, before, after)).toEqual([told]);
  expect(found(type, before, before)).toEqual([]);
  expect(found(type, after, before)).toHaveLength(1);
});

test("a pattern in other words, an empty block and an unset value are no change", () => {
  const rule = (event_pattern: string) => ({ event_pattern });
  expect(found("aws_cloudwatch_event_rule", rule('{"a":[1,2],"b":[]}'), rule('{ "b": [], "a": [2, 1] }'))).toEqual([]);
  expect(found("aws_cloudwatch_metric_alarm", { dimensions: null }, { dimensions: {} })).toEqual([]);
  const [one, other] = [{ dimensions: { a: "1", b: "2" } }, { dimensions: { b: "2", a: "1" } }];
  expect(found("aws_cloudwatch_metric_alarm", one, other)).toEqual([]);
  expect(found("aws_s3_bucket_versioning", versioning("Enabled"), versioning("Enabled"))).toEqual([]);
});
