import type { AlertRule } from "../rule";

/** The alerts watch themselves: an attacker who wants to go unnoticed starts here. */
export const SELF_RULES = [
  {
    id: "alert-rule",
    title: "Event rule changed or removed",
    severity: "critical",
    service: "events.amazonaws.com",
    events: ["DeleteRule", "DisableRule", "PutRule", "PutTargets", "RemoveTargets"],
    scope: "eventRule",
    why: "Calls may no longer reach the alerts, or log files no longer a SIEM.",
    firstStep:
      "Run `audit-trail verify`, which lists rules that are off or without target; deploy the stack of the alerts, or of the feed.",
    byDeployment: true,
  },
  {
    id: "alert-function",
    title: "Function of the alerts changed",
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
    firstStep:
      "Run `audit-trail verify`, which shows whether it still runs and what it runs; deploy the stack of the alerts to restore it.",
    byDeployment: true,
  },
  {
    id: "alert-topic",
    title: "Topic or its subscriptions changed",
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
    why: "Alerts may no longer arrive, or a SIEM misses log files. The link at the end of each mail unsubscribes too.",
    firstStep:
      "Run `audit-trail verify`, which lists missing and unknown subscribers; deploy the stack of the topic to subscribe them again.",
    byDeployment: true,
  },
  {
    id: "alert-queue",
    title: "Queue changed, emptied or deleted",
    severity: "high",
    service: "sqs.amazonaws.com",
    events: ["DeleteQueue", "PurgeQueue", "SetQueueAttributes", "AddPermission", "RemovePermission"],
    scope: "queue",
    why: "Alerts that could not be sent are lost, or a SIEM misses log files.",
    firstStep:
      "Run `audit-trail verify`, and deploy the stack of the queue to restore it. The log files themselves are not lost.",
    byDeployment: true,
  },
  {
    id: "alarm-muted",
    title: "Alarm changed or muted",
    severity: "critical",
    service: "monitoring.amazonaws.com",
    events: ["DeleteAlarms", "DisableAlarmActions", "SetAlarmState", "PutMetricAlarm"],
    scope: "alarm",
    why: "Failures of the alerts or of the delivery may go unnoticed.",
    firstStep:
      "Run `audit-trail verify`, which lists alarms that are off; deploy the stack of the alerts to restore them.",
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
