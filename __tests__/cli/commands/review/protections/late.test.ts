import { protectionFindings } from "../../../../../cli/commands/review/protections";
import {
  ALARM,
  copy,
  copying,
  DELIVERING,
  found,
  GROUP,
  TRAIL,
  versioning,
} from "../../../../support/protection-findings";
import { planned } from "../../../../support/planned";

test.each([
  ["aws_cloudtrail", DELIVERING, { s3_bucket_name: "${aws_s3_bucket.Logs.bucket}" }],
  ["aws_cloudtrail", DELIVERING, { kms_key_id: "${data.terraform_remote_state.archive.outputs.key}" }],
  ["aws_cloudwatch_metric_alarm", ALARM, { metric_name: "${aws_cloudwatch_log_metric_filter.Root.id}" }],
  [
    "aws_s3_bucket_replication_configuration",
    copying(copy("a")),
    copying(copy("${aws_s3_bucket.B.arn}", { id: "renamed" })),
  ],
  ["aws_cloudtrail", GROUP, { cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.Group.arn}:*" }],
  ["aws_cloudwatch_metric_alarm", { alarm_actions: ["arn:a"] }, { alarm_actions: ["${aws_sns_topic.Topic.arn}"] }],
  ["aws_s3_bucket_replication_configuration", copying(copy("a")), copying(copy("${aws_s3_bucket.B.arn}", { id: "a" }))],
])("%s: a template is no proof of a change", (type, before, change) => {
  expect(found(type, before, { ...before, ...change })).toEqual([]);
});

test("between two synthesized folders another template is another value", () => {
  const [was, will] = ["Logs", "Other"].map((id) => ({ ...TRAIL, s3_bucket_name: `\${aws_s3_bucket.${id}.bucket}` }));
  expect(found("aws_cloudtrail", was, will)).toEqual([
    'trail-redirected: s3_bucket_name: "${aws_s3_bucket.Logs.bucket}" -> "${aws_s3_bucket.Other.bucket}"',
  ]);
  expect(found("aws_cloudtrail", was, { ...TRAIL, s3_bucket_name: "elsewhere" })).toHaveLength(1);
  const alarm = (topic: string) => ({ ...ALARM, metric_name: `\${aws_x.${topic}.id}` });
  expect(found("aws_cloudwatch_metric_alarm", alarm("a"), alarm("b"))).toHaveLength(1);
});

test("a template of what the same plan makes is proof, unless it bears the old name", () => {
  const trail = (bucket: string) => ({ ...TRAIL, s3_bucket_name: bucket });
  const change = planned("aws_cloudtrail", trail("logs"), trail("${aws_s3_bucket.one.id}"));
  const told = [
    {
      protection: "trail-redirected",
      address: "aws_cloudtrail.one",
      what: 's3_bucket_name: "logs" -> "${aws_s3_bucket.one.id}"',
    },
  ];
  const bucket = (values: object) => planned("aws_s3_bucket", undefined, values);
  expect(protectionFindings([change, bucket({})])).toEqual(told);
  expect(protectionFindings([change, bucket({ bucket: "logs" })])).toEqual([]);
  expect(protectionFindings([change, planned("aws_s3_bucket", {}, {})])).toEqual([]);
  expect(protectionFindings([change, { ...bucket({}), address: "module.a.aws_s3_bucket.one" }])).toEqual([]);
  const alarm = planned(
    "aws_cloudwatch_metric_alarm",
    { alarm_actions: ["a"] },
    { alarm_actions: ["${aws_sns_topic.one.arn}"] },
  );
  const topic = planned("aws_sns_topic", undefined, { name: "b" });
  expect(protectionFindings([alarm, topic]).map(({ what }) => what)).toEqual(['alarm_actions no longer has "a"']);
});

test("text that looks like a template is none where it is escaped", () => {
  const [was, will] = ["$${aws:a}", "$${aws:b}"].map((pattern) => ({ pattern }));
  expect(found("aws_cloudwatch_log_metric_filter", was, will)).toEqual([
    'metric-filter-changed: pattern: "$${aws:a}" -> "$${aws:b}"',
  ]);
});

const withoutLate = (type: string, before: Record<string, unknown>, late: string) => {
  const after = Object.fromEntries(Object.entries(before).filter(([key]) => key !== late));
  const resource = { ...planned(type, before, after), unknown: [late] };
  return protectionFindings([resource]).map(({ protection, what }) => `${protection}: ${what}`);
};

test.each([
  ["s3_bucket_name", "trail-redirected"],
  ["kms_key_id", "key-removed"],
  ["enable_logging", "logging-off"],
  ["enable_log_file_validation", "validation-off"],
])("%s that is known only after apply is reported", (argument, protection) => {
  expect(withoutLate("aws_cloudtrail", DELIVERING, argument)).toEqual([
    `${protection}: ${argument} is known only after apply`,
  ]);
});

test.each([
  ["aws_cloudtrail", { ...DELIVERING, ...GROUP }, "cloud_watch_logs_group_arn"],
  ["aws_cloudtrail", DELIVERING, "sns_topic_name"],
  ["aws_s3_bucket_logging", { target_bucket: "a" }, "target_bucket"],
  ["aws_cloudwatch_metric_alarm", { alarm_actions: ["a"] }, "alarm_actions"],
  ["aws_cloudwatch_metric_alarm", ALARM, "threshold"],
])("%s: other arguments may be known later", (type, before, argument) => {
  expect(withoutLate(type, before, argument)).toEqual([]);
});

test("a computed argument that nobody set, and nobody knows yet, is no finding", () => {
  expect(found("aws_cloudtrail", DELIVERING, { ...DELIVERING, sns_topic_arn: undefined })).toEqual([]);
  const mfa = { versioning_configuration: [{ status: "Enabled", mfa_delete: "Enabled" }] };
  expect(found("aws_s3_bucket_versioning", mfa, versioning("Enabled"))).toEqual([]);
});

test("a part of a block may be known later", () => {
  const before = { metric_query: [{ id: "a", expression: "x" }] };
  const alarm = planned("aws_cloudwatch_metric_alarm", before, { metric_query: [{ id: "a" }] });
  expect(protectionFindings([{ ...alarm, unknown: ["metric_query.0.expression"] }])).toEqual([]);
  expect(protectionFindings([alarm])).toHaveLength(1);
  const { destination: _, ...late } = copy("a");
  const after = copying({ ...late, id: "renamed" });
  expect(found("aws_s3_bucket_replication_configuration", copying(copy("a")), after)).toEqual([]);
});
