import type { AlertRule } from "../rule";

const service = "cloudtrail.amazonaws.com";

export const TRAIL_RULES = [
  {
    id: "trail-stopped",
    title: "Trail stopped or deleted",
    severity: "critical",
    service,
    events: ["StopLogging", "DeleteTrail"],
    scope: "trail",
    why: "Nothing is recorded from now on.",
    firstStep:
      "Start logging again with `aws cloudtrail start-logging --name TRAIL`; if the trail is gone, deploy its stack.",
  },
  {
    id: "trail-narrowed",
    title: "Trail changed",
    severity: "critical",
    service,
    events: ["PutEventSelectors", "PutInsightSelectors", "UpdateTrail"],
    scope: "trail",
    why: "The trail may record less, or deliver to another bucket, under another key or to no log group.",
    firstStep:
      "Run `audit-trail verify`, which shows what the trail no longer records; deploy its stack to restore it.",
    byDeployment: true,
  },
  {
    id: "log-group",
    title: "Log group changed or deleted",
    severity: "critical",
    service: "logs.amazonaws.com",
    events: [
      "DeleteLogGroup",
      "DeleteLogStream",
      "PutRetentionPolicy",
      "DeleteRetentionPolicy",
      "DisassociateKmsKey",
      "PutMetricFilter",
      "DeleteMetricFilter",
      "PutSubscriptionFilter",
      "DeleteSubscriptionFilter",
      "PutDataProtectionPolicy",
    ],
    scope: "logGroup",
    why: "Events disappear from CloudWatch Logs, are masked, or no longer raise alarms.",
    firstStep:
      "Run `audit-trail verify`, and deploy the stack of the log group to restore it. The log bucket still holds the events.",
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
