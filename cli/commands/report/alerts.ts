import { count } from "../../render/count";
import { texts } from "../../model/blocks";
import type { Channel, Environment } from "../../model/environment";
import { ofType } from "../../model/resources";
import { STATES, type State } from "../../verification/check";
import type { Report } from "./model";

/** The alerts of one account. */
export interface AlertLine {
  readonly account: string;
  readonly region: string;
  /** ARN. */
  readonly topic: string;
  /** `email security@example.com`, as synthesized. */
  readonly receivers: readonly string[];
  /** Event rules, also in other Regions, that watch the account. */
  readonly rules: number;
  readonly alarms: number;
}

export function alertLines({ environment }: Pick<Report, "environment">): AlertLine[] {
  return alertTopics(environment).map((topic) => {
    const { account, region, arn } = topic;
    const inAccount = (type: string) => ofType(environment, type).filter((one) => one.account === account);
    return {
      account,
      region,
      topic: arn,
      receivers: receiversOf(environment, topic),
      rules: inAccount("aws_cloudwatch_event_rule").filter(({ values }) => values["event_pattern"] !== undefined)
        .length,
      alarms: inAccount("aws_cloudwatch_metric_alarm").filter((alarm) => notifies(alarm.values, arn)).length,
    };
  });
}

/** The topics that alarms notify. */
function alertTopics(environment: Environment): Channel[] {
  const alarms = ofType(environment, "aws_cloudwatch_metric_alarm");
  return environment.channels.filter(
    ({ kind, arn }) => kind === "topic" && alarms.some(({ values }) => notifies(values, arn)),
  );
}

function notifies(alarm: Readonly<Record<string, unknown>>, topic: string): boolean {
  return texts(alarm["alarm_actions"]).includes(topic);
}

function receiversOf(environment: Environment, { arn }: Channel): string[] {
  return ofType(environment, "aws_sns_topic_subscription")
    .filter(({ values }) => values["topic_arn"] === arn)
    .map(({ values }) => `${String(values["protocol"])} ${String(values["endpoint"])}`);
}

/** Who receives the alert if somebody stops the trail, as one answer. */
export function whoIsTold(report: Report): string[] {
  const { account, region } = report.environment.trail;
  const own = alertLines(report).find((line) => line.account === account && line.region === region);
  if (!own) return ["nobody: the environment has no alerts for this account"];
  return own.receivers.length === 0 ? ["nobody is subscribed"] : [...own.receivers];
}

/** What verify found of the alerts, in one sentence. */
export function alertsChecked({ verification }: Pick<Report, "verification">): string {
  const checks = verification.checks.filter(({ group }) => group === "Alerts");
  if (checks.length === 0) return "verify checked no alerts.";
  const inState = (state: State) => checks.filter((check) => check.state === state);
  const others = STATES.filter((state) => state !== "pass" && state !== "fail").flatMap((state) => {
    const number = inState(state).length;
    return number === 0 ? [] : [`${number} ${state === "not enforced" ? "not enforced here" : state}`];
  });
  const passed = `${inState("pass").length} of ${count(checks.length, "check")} of the deployed alerts passed`;
  const failed = inState("fail").map(({ title }) => title);
  const named = failed.length === 0 ? "" : `; failed: ${failed.join("; ")}`;
  return `${[passed, ...others].join(", ")}${named}.`;
}
