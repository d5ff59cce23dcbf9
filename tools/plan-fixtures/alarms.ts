import type { StackJson } from "./edit";

const LOG_GROUP = "/aws/cloudtrail/full-audit-trail";
const ALERTS = "${aws_sns_topic.Alerts.arn}";
const PATTERN = '{ $.eventSource = "kms.amazonaws.com" && $.eventName = "PutKeyPolicy" }';

/** Alarms that a team adds to the trail of `full` in a separate stack, as plain Terraform JSON. */
export const ALARMS: StackJson = {
  resource: {
    aws_sns_topic: { Alerts: { name: "full-audit-alerts", kms_master_key_id: "alias/aws/sns" } },
    aws_sns_topic_subscription: {
      Security: {
        topic_arn: ALERTS,
        protocol: "sqs",
        endpoint: "arn:aws:sqs:eu-central-1:111122223333:security",
      },
    },
    aws_cloudwatch_log_metric_filter: {
      KeyPolicy: {
        name: "key-policy",
        log_group_name: LOG_GROUP,
        pattern: PATTERN,
        metric_transformation: [{ name: "KeyPolicyChanges", namespace: "AuditTrail", value: "1" }],
      },
    },
    aws_cloudwatch_metric_alarm: {
      KeyPolicy: {
        alarm_name: "key-policy",
        namespace: "AuditTrail",
        metric_name: "KeyPolicyChanges",
        comparison_operator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        evaluation_periods: 1,
        period: 60,
        statistic: "Sum",
        alarm_actions: [ALERTS],
      },
    },
    aws_cloudwatch_event_rule: {
      StopLogging: {
        name: "stop-logging",
        event_pattern: JSON.stringify({ source: ["aws.cloudtrail"], detail: { eventName: ["StopLogging"] } }),
      },
    },
    aws_cloudwatch_event_target: {
      StopLogging: { rule: "${aws_cloudwatch_event_rule.StopLogging.name}", target_id: "alerts", arn: ALERTS },
    },
    aws_kinesis_stream: { Siem: { name: "siem", shard_count: 1 } },
    aws_cloudwatch_log_subscription_filter: {
      Siem: {
        name: "siem",
        log_group_name: LOG_GROUP,
        filter_pattern: "",
        destination_arn: "${aws_kinesis_stream.Siem.arn}",
        role_arn: "arn:aws:iam::111122223333:role/logs-to-siem",
      },
    },
  },
};
