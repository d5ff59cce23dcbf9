import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Construct } from "constructs";
import { assertKnown, type KeysOf } from "../known-options";
import { assertValid, invalidArn } from "../validation";
import type { Alerts } from "./alerts";
import { healthArchive } from "./archive";
import { AlertFunction } from "./function";
import { alertsNames } from "./names";

export interface TrailHealthProps {
  /** In the account and home Region of the trail. */
  readonly alerts: Alerts;
  readonly trailArn: string;
  /** Whether the trail sends its events to CloudWatch Logs. @default false */
  readonly cloudWatchLogs?: boolean;
}

/** What the function reads from its environment variable. */
export interface HealthSettings {
  readonly trailArn: string;
  readonly cloudWatchLogs: boolean;
  readonly namespace: string;
  readonly metric: string;
}

const NAMESPACE = "AuditTrail";
const METRIC = "TrailHealthy";
const MINUTES = 15;

/**
 * Raises an alarm if log files, digests or events no longer arrive, or if that is unknown. Every 15 minutes, a function
 * asks CloudTrail for the trail's status and assesses it as `audit-trail verify` does. No result within 45 minutes
 * raises the alarm, too.
 */
export class TrailHealth extends Construct {
  constructor(scope: Construct, id: string, props: TrailHealthProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    const { alerts, trailArn, cloudWatchLogs = false } = props;
    assertValid(this, [invalidArn("trailArn", trailArn, "cloudtrail", "trail/")]);
    const { identity, key, deadLetters, options } = alerts;
    const functionName = alertsNames(identity).healthFunctionName;
    const settings: HealthSettings = { trailArn, cloudWatchLogs, namespace: NAMESPACE, metric: METRIC };
    const asks = new AlertFunction(this, "Function", {
      ...options,
      identity,
      key,
      deadLetters,
      functionName,
      description: "Asks CloudTrail whether the trail delivers",
      archive: healthArchive(),
      settings,
      statements: [
        { Sid: "ReadTrailStatus", Effect: "Allow", Action: "cloudtrail:GetTrailStatus", Resource: trailArn },
      ],
    });
    const schedule = new CloudwatchEventRule(this, "Schedule", {
      name: functionName,
      description: `Calls ${functionName}`,
      scheduleExpression: `rate(${MINUTES} minutes)`,
      provider: options.provider,
      tags: options.tags,
    });
    asks.invokeBy("schedule", schedule, functionName);
    alerts.addAlarm({
      name: "delivery",
      description: `The trail ${trailArn} does not deliver, or its status is unknown. See the log group /aws/lambda/${functionName}.`,
      namespace: NAMESPACE,
      metric: METRIC,
      dimensions: { Trail: trailArn },
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      period: MINUTES * 60,
      periods: 3,
      missingData: "breaching",
    });
  }
}

const OPTIONS: KeysOf<TrailHealthProps> = { alerts: true, cloudWatchLogs: "flag", trailArn: true };
