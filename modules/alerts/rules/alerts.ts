import type { AlertRule } from "../rule";

/** The alerts watch themselves: an attacker who wants to go unnoticed starts here. */
export const SELF_RULES = [
  {
    id: "alert-rule",
    severity: "critical",
    service: "events.amazonaws.com",
    events: ["DeleteRule", "DisableRule", "PutRule", "PutTargets", "RemoveTargets"],
    scope: "eventRule",
    why: "Calls may no longer reach the alerts.",
    byDeployment: true,
  },
  {
    id: "alert-function",
    severity: "critical",
    service: "lambda.amazonaws.com",
    events: [
      "DeleteFunction*",
      "UpdateFunctionCode*",
      "UpdateFunctionConfiguration*",
      "PutFunctionConcurrency*",
      "AddPermission*",
      "RemovePermission*",
    ],
    scope: "function",
    why: "Alerts may be lost or altered. A concurrency of 0 mutes the function.",
    byDeployment: true,
  },
  {
    id: "alert-topic",
    severity: "critical",
    service: "sns.amazonaws.com",
    events: [
      "DeleteTopic",
      "SetTopicAttributes",
      "AddPermission",
      "RemovePermission",
      "SetSubscriptionAttributes",
      "Unsubscribe",
    ],
    scope: "topic",
    why: "Alerts may no longer arrive. The link at the end of each mail unsubscribes too.",
    byDeployment: true,
  },
  {
    id: "alert-queue",
    severity: "high",
    service: "sqs.amazonaws.com",
    events: ["DeleteQueue", "PurgeQueue", "SetQueueAttributes", "AddPermission", "RemovePermission"],
    scope: "queue",
    why: "Alerts that could not be sent are lost.",
    byDeployment: true,
  },
  {
    id: "alarm-muted",
    severity: "critical",
    service: "monitoring.amazonaws.com",
    events: ["DeleteAlarms", "DisableAlarmActions", "SetAlarmState", "PutMetricAlarm"],
    scope: "alarm",
    why: "Failures of the alerts or of the delivery may go unnoticed.",
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
