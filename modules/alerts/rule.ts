import type { ScopeName } from "./scopes";

/** `critical` and `high` wake somebody; `info` is a change that a deployment was expected to make. */
export type Severity = "critical" | "high" | "medium";

/** What raises an alert. Plain data: event patterns, metric filters, the function and the documentation come from it. */
export interface AlertRule {
  /** Letters and dashes; part of the runbook's address. */
  readonly id: string;
  /** What happened, as a headline: at most 40 characters, so that the caller still fits into the subject of a mail. */
  readonly title: string;
  readonly severity: Severity;
  /** As CloudTrail's `eventSource` has it. @default any */
  readonly service?: string;
  /** CloudTrail's `eventName`. A `*` at the end stands for the API version that Lambda adds. @default any */
  readonly events?: readonly string[];
  /** What the call must concern. */
  readonly scope: ScopeName;
  /** What an attacker gains from it. */
  readonly why: string;
  /** What to do first if nobody planned the call: for somebody who was just woken. */
  readonly firstStep: string;
  /** Deployments do this too: a deploy role lowers the alert to `info`. @default false */
  readonly byDeployment?: boolean;
  /** Failed calls count too. @default false */
  readonly failedCalls?: boolean;
  /**
   * Read-only calls count too, which EventBridge delivers only to rules that ask for them.
   * @default false
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
   */
  readonly readOnlyCalls?: boolean;
}
