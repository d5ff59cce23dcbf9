import type { KeysOf } from "../known-options";

/** An alarm on a metric of CloudWatch. */
export interface AlarmProps {
  /** Name of the alarm, without the prefix of the alerts. */
  readonly name: string;
  /** What the alarm means and what to do. The mail about the alarm shows it. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  /** @default none */
  readonly dimensions?: { readonly [name: string]: string };
  /** @default "Sum" */
  readonly statistic?: "Sum" | "Maximum" | "Minimum";
  /** @default "GreaterThanOrEqualToThreshold" */
  readonly comparison?: "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  /** @default 1 */
  readonly threshold?: number;
  /** Seconds. @default 300 */
  readonly period?: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /** What periods without data mean. @default "notBreaching" */
  readonly missingData?: "notBreaching" | "breaching";
}

export const ALARM_OPTIONS: KeysOf<AlarmProps> = {
  comparison: true,
  description: true,
  dimensions: true,
  metric: true,
  missingData: true,
  name: true,
  namespace: true,
  period: true,
  periods: true,
  statistic: true,
  threshold: true,
};

/** The alarms on the parts of the alerts themselves. */
export function ownAlarms(functionName: string, queueName: string): AlarmProps[] {
  const aboutFunction = { namespace: "AWS/Lambda", dimensions: { FunctionName: functionName } };
  return [
    {
      ...aboutFunction,
      name: "errors",
      metric: "Errors",
      description: `Some alerts could not be sent. See the log group /aws/lambda/${functionName}.`,
    },
    {
      ...aboutFunction,
      name: "throttles",
      metric: "Throttles",
      description: `Alerts are delayed because the function ${functionName} is throttled. Is its reserved concurrency 0?`,
    },
    {
      namespace: "AWS/SQS",
      dimensions: { QueueName: queueName },
      name: "dead-letters",
      metric: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      description: `Events for which no alert was sent are in the queue ${queueName}. Read them, then delete them.`,
    },
  ];
}
