import type { EnvironmentConfig } from "../../../environments/schema";
import { prod } from "../../fixtures/environments/prod";
import { type Copy, type Open, proveControls } from "../../support/controls";

const TRAIL = "prod-trail/aws_cloudtrail.Trail_8987F129";
const GROUP = "prod-trail/aws_cloudwatch_log_group.Trail_CloudWatchLogs_LogGroup_CF5F5583";
const TOPIC = "prod-trail/aws_sns_topic.Trail_DeliveryTopic_DB8F6DFD";
const KEY = "prod-archive/aws_kms_key.Key_43586C89";
const TRAIL_ARN = "arn:aws:cloudtrail:eu-central-1:777788889999:trail/prod-audit-trail";
const GROUP_ARN = "arn:aws:logs:eu-central-1:777788889999:log-group:/aws/cloudtrail/prod-audit-trail";
const ROLE = "arn:aws:iam::777788889999:role/prod-audit-trail-cloudwatch-logs";

/** As prod, and reads of objects too: they cost most of all data events, so that prod does without. */
const recordingReads: EnvironmentConfig = {
  ...prod,
  trail: { ...prod.trail, events: { data: [{ kind: "s3", buckets: "all", access: "all" }] } },
};

interface Selector {
  field_selector: Open[];
}

const set = (name: string, value: unknown) => (copy: Copy) => {
  copy.one("aws_cloudtrail")[name] = value;
};
const selectors = (copy: Copy) => copy.one("aws_cloudtrail")["advanced_event_selector"] as Selector[];
const addField = (index: number, field: Open) => (copy: Copy) =>
  void selectors(copy)[index]!.field_selector.push(field);
const TRAIL_ROLE = "prod-trail/aws_iam_role.Trail_CloudWatchLogs_Role_BB29771A";
const LOG_BUCKET_POLICY = "prod-archive/aws_s3_bucket_policy.LogBucket_Policy_03E02C2B";
const LOG_BUCKET = ["aws_s3_bucket_policy", "LogBucket"] as const;
const keyPolicy = ["aws_kms_key", "prod-archive/Key_"] as const;
const noManagement = [`${TRAIL}: no event selector records all management events`];
const notSet = [`${TRAIL}: cloud_watch_logs_group_arn and cloud_watch_logs_role_arn must be set`];
const roleFault = [`${TRAIL}: ${ROLE} must be allowed to write to this log group and no other`];
const noSelector = (access: string) => [`${TRAIL}: no event selector records ${access} events of all S3 objects`];

proveControls("trail", {
  "trail-every-region": {
    broken: [
      {
        how: "one Region only",
        change: set("is_multi_region_trail", false),
        faults: [`${TRAIL}: is_multi_region_trail must be true, is false`],
      },
      {
        how: "without global services",
        change: set("include_global_service_events", undefined),
        faults: [`${TRAIL}: include_global_service_events must be true, is absent`],
      },
      {
        how: "stopped",
        change: set("enable_logging", false),
        faults: [`${TRAIL}: enable_logging must be true, is false`],
      },
    ],
  },
  "trail-management-events": {
    broken: [
      {
        how: "reads left out",
        change: addField(0, { field: "readOnly", equals: ["false"] }),
        faults: noManagement,
      },
      {
        how: "a name that AWS Config does not know",
        change: (copy) => Object.assign(selectors(copy)[0]!, { name: "Management events" }),
        faults: noManagement,
      },
    ],
  },
  "trail-log-file-validation": {
    broken: [
      {
        how: "off",
        change: set("enable_log_file_validation", false),
        faults: [`${TRAIL}: enable_log_file_validation must be true, is false`],
      },
    ],
  },
  "trail-encryption": {
    broken: [
      { how: "no key", change: set("kms_key_id", undefined), faults: [`${TRAIL}: kms_key_id is absent`] },
      {
        how: "a key policy for another trail",
        change: (copy) =>
          copy.statement(keyPolicy, "CloudTrailEncryptsLogs", {
            Condition: { StringEquals: { "aws:SourceArn": `${TRAIL_ARN}-other` } },
          }),
        faults: [`${KEY}: does not allow CloudTrail to encrypt for ${TRAIL_ARN} and no other trail`],
      },
      {
        how: "a key policy that denies",
        change: (copy) => copy.statement(keyPolicy, "CloudTrailEncryptsLogs", { Effect: "Deny" }),
        faults: [`${KEY}: does not allow CloudTrail to encrypt for ${TRAIL_ARN} and no other trail`],
      },
    ],
  },
  "trail-cloudwatch-logs": {
    broken: [
      {
        how: "no log group",
        change: set("cloud_watch_logs_group_arn", undefined),
        faults: notSet,
      },
      {
        how: "no role",
        change: set("cloud_watch_logs_role_arn", undefined),
        faults: notSet,
      },
      {
        how: "an ARN that CloudTrail refuses",
        change: set("cloud_watch_logs_group_arn", GROUP_ARN),
        faults: [`${TRAIL}: cloud_watch_logs_group_arn must end with ":*", is ${GROUP_ARN}`],
      },
      {
        how: "a role that writes to every log group",
        change: (copy) => copy.statement(["aws_iam_role_policy", "Trail_"], "WriteEvents", { Resource: "*" }),
        faults: roleFault,
      },
      {
        how: "a permission of another role",
        change: (copy) => Object.assign(copy.one("aws_iam_role_policy", "Trail_"), { role: "another" }),
        faults: roleFault,
      },
    ],
  },
  "trail-object-writes": {
    broken: [
      {
        how: "reads only",
        change: (copy) => Object.assign(selectors(copy)[1]!.field_selector[2]!, { equals: ["true"] }),
        faults: noSelector("write"),
      },
      {
        how: "a bucket of others left out",
        change: (copy) =>
          (selectors(copy)[1]!.field_selector[3]!["not_starts_with"] as string[]).push("arn:aws:s3:::customer-data/"),
        faults: noSelector("write"),
      },
      {
        how: "deletions only",
        change: addField(1, { field: "eventName", equals: ["DeleteObject"] }),
        faults: noSelector("write"),
      },
      {
        how: "one bucket only",
        change: addField(1, { field: "resources.ARN", starts_with: ["arn:aws:s3:::customer-data/"] }),
        faults: noSelector("write"),
      },
    ],
  },
  "trail-object-reads": {
    environment: recordingReads,
    broken: [
      {
        how: "writes only",
        change: addField(1, { field: "readOnly", equals: ["false"] }),
        faults: noSelector("read"),
      },
      { how: "no data events", change: (copy) => selectors(copy).splice(1, 1), faults: noSelector("read") },
    ],
  },
  "trail-insights": {
    broken: [
      {
        how: "errors are not watched",
        change: set("insight_selector", [{ insight_type: "ApiCallRateInsight" }]),
        faults: [`${TRAIL}: insight_selector lacks ApiErrorRateInsight`],
      },
      {
        how: "none",
        change: set("insight_selector", undefined),
        faults: [
          `${TRAIL}: insight_selector lacks ApiCallRateInsight`,
          `${TRAIL}: insight_selector lacks ApiErrorRateInsight`,
        ],
      },
    ],
  },
  "trail-delivery-topic": {
    broken: [
      { how: "no topic", change: set("sns_topic_name", undefined), faults: [`${TRAIL}: sns_topic_name is absent`] },
    ],
  },
  "trail-topic-encryption": {
    broken: [
      {
        how: "no key",
        change: (copy) => Object.assign(copy.one("aws_sns_topic"), { kms_master_key_id: null }),
        faults: [`${TOPIC}: kms_master_key_id is absent`],
      },
    ],
  },
  "trail-log-group-retention": {
    broken: [
      {
        how: "a day short of a year",
        change: (copy) => Object.assign(copy.one("aws_cloudwatch_log_group"), { retention_in_days: 364 }),
        faults: [`${GROUP}: retention_in_days must be 365 or more, is 364`],
      },
    ],
  },
  "trail-log-group-encryption": {
    broken: [
      {
        how: "no key",
        change: (copy) => Object.assign(copy.one("aws_cloudwatch_log_group"), { kms_key_id: null }),
        faults: [`${GROUP}: kms_key_id is absent`],
      },
      {
        how: "a key that CloudWatch Logs may not use",
        change: (copy) =>
          copy.statements(keyPolicy, (all) => all.filter(({ Sid }) => Sid !== "CloudWatchLogsEncryptsLogGroups")),
        faults: [`${KEY}: does not allow CloudWatch Logs to encrypt`],
      },
      {
        how: "a key for every log group",
        change: (copy) => copy.statement(keyPolicy, "CloudWatchLogsEncryptsLogGroups", { Condition: undefined }),
        faults: [`${KEY}: CloudWatchLogsEncryptsLogGroups is not limited to one log group`],
      },
    ],
  },
  "trail-confused-deputy": {
    broken: [
      {
        how: "a role for any trail",
        change: (copy) =>
          copy.statement(["aws_iam_role", "Trail_", "assume_role_policy"], "TrailTakesRole", { Condition: undefined }),
        faults: [`${TRAIL_ROLE}: TrailTakesRole allows a service to act for any account`],
      },
      {
        how: "a bucket for any trail",
        change: (copy) =>
          copy.statement(LOG_BUCKET, "AWSCloudTrailWrite20150319", {
            Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
          }),
        faults: [`${LOG_BUCKET_POLICY}: AWSCloudTrailWrite20150319 allows a service to act for any account`],
      },
      {
        how: "a bucket for every trail there is",
        change: (copy) =>
          copy.statement(LOG_BUCKET, "AWSCloudTrailWrite20150319", {
            Condition: { ArnLike: { "aws:SourceArn": "*" } },
          }),
        faults: [`${LOG_BUCKET_POLICY}: AWSCloudTrailWrite20150319 allows a service to act for any account`],
      },
    ],
  },
});
