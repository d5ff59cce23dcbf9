import type { AlertRule } from "../rule";

const service = "cloudtrail.amazonaws.com";

export const TRAIL_RULES = [
  {
    id: "trail-stopped",
    severity: "critical",
    service,
    events: ["StopLogging", "DeleteTrail"],
    scope: "trail",
    why: "Nothing is recorded from now on.",
  },
  {
    id: "trail-narrowed",
    severity: "critical",
    service,
    events: ["PutEventSelectors", "PutInsightSelectors", "UpdateTrail"],
    scope: "trail",
    why: "The trail may record less, or deliver to another bucket, under another key or to no log group.",
    byDeployment: true,
  },
  {
    id: "log-group",
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
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
