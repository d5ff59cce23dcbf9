import { CIS_FILTERS } from "../../modules/alerts/cis";
import { parseArn } from "../../modules/policy";
import { at, texts } from "../model/blocks";
import type { Environment } from "../model/environment";
import { impliedAttributes } from "../model/implied";
import { sourceOf } from "../model/policies";
import { ofType, trailResource } from "../model/resources";
import type { StackResource } from "../model/stack";
import type { Check } from "./control";
import { forEach, unless } from "./rule";

const alarms = (environment: Environment) => ofType(environment, "aws_cloudwatch_metric_alarm");
const queues = (environment: Environment) => ofType(environment, "aws_sqs_queue");
const permissions = (environment: Environment) => ofType(environment, "aws_lambda_permission");
const functions = (environment: Environment) => ofType(environment, "aws_lambda_function");

/**
 * Runtimes of Node.js that AWS supports.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const RUNTIMES: readonly unknown[] = ["nodejs22.x", "nodejs24.x"];

/** Why an alarm notifies nobody; empty if it notifies somebody. */
function muteReasons(alarm: StackResource, environment: Environment): string[] {
  const actions = texts(alarm.values["alarm_actions"]);
  const subscribed = ofType(environment, "aws_sns_topic_subscription").map(({ values }) => values["topic_arn"]);
  const topics = ofType(environment, "aws_sns_topic").map((topic) => impliedAttributes(topic)["arn"]);
  // Of a topic that other stacks create, nothing is known.
  const isRead = actions.some((arn) => subscribed.includes(arn) || !topics.includes(arn));
  return [
    ...unless(alarm.values["actions_enabled"] !== false, `${sourceOf(alarm)}: actions_enabled is false`),
    ...unless(actions.length > 0, `${sourceOf(alarm)}: alarm_actions is empty`),
    ...unless(actions.length === 0 || isRead, `${sourceOf(alarm)}: nobody is subscribed to ${actions.join(", ")}`),
  ];
}

export const alarmsNotify = forEach(alarms, muteReasons);

/** Security Hub asks for exactly these patterns, each with an alarm, on the log group of a trail. */
export const countsCisCalls: Check = (environment) => {
  const { trail } = environment;
  const source = sourceOf(trailResource(environment));
  if (trail.logGroupArn === undefined) return [`${source}: sends no events to a log group, which alarms could watch`];
  const name = parseArn(trail.logGroupArn)!.resource.replace(/^log-group:/, "");
  const filters = ofType(environment, "aws_cloudwatch_log_metric_filter").filter(
    ({ values }) => values["log_group_name"] === name,
  );
  return CIS_FILTERS.flatMap(({ id, title, patterns }) => {
    const found = patterns.map((pattern) => filters.find(({ values }) => values["pattern"] === pattern));
    if (found.includes(undefined)) return [`${source}: no metric filter counts ${title} (${id})`];
    const isOf = (alarm: StackResource, filter: StackResource) =>
      alarm.values["metric_name"] === at(filter.values, "metric_transformation.name") &&
      alarm.values["namespace"] === at(filter.values, "metric_transformation.namespace");
    return found.flatMap((filter) => {
      const alarm = alarms(environment).find((one) => isOf(one, filter!));
      return alarm ? muteReasons(alarm, environment) : [`${sourceOf(filter!)}: no alarm watches its metric`];
    });
  });
};

/** A rule that is on, whose target is a function that publishes to a topic that somebody reads. */
export const reportsTampering: Check = (environment) => {
  const { trail } = environment;
  const rules = ofType(environment, "aws_cloudwatch_event_rule").filter(
    ({ account, region, values: { event_pattern: pattern } }) =>
      account === trail.account &&
      region === trail.region &&
      [trail.arn, "StopLogging"].every((text) => String(pattern).includes(`"${text}"`)),
  );
  if (rules.length === 0) return [`${sourceOf(trailResource(environment))}: no event rule reports that it is stopped`];
  const targets = ofType(environment, "aws_cloudwatch_event_target");
  return rules.flatMap((rule) => {
    const target = targets.find(
      ({ account, region, values }) =>
        account === rule.account && region === rule.region && values["rule"] === rule.values["name"],
    );
    const sender = functions(environment).find((one) => impliedAttributes(one)["arn"] === target?.values["arn"]);
    return [
      ...unless(rule.values["state"] !== "DISABLED", `${sourceOf(rule)}: state is DISABLED`),
      ...unless(target !== undefined, `${sourceOf(rule)}: has no target`),
      ...(sender ? unheard(sender, environment) : []),
    ];
  });
};

function unheard(sender: StackResource, environment: Environment): string[] {
  const topic = settingsOf(sender)["topicArn"];
  const isRead = ofType(environment, "aws_sns_topic_subscription").some(({ values }) => values["topic_arn"] === topic);
  return [
    ...unless(sender.values["reserved_concurrent_executions"] !== 0, `${sourceOf(sender)}: may not run`),
    ...unless(isRead, `${sourceOf(sender)}: nobody is subscribed to ${String(topic)}`),
  ];
}

function settingsOf({ values }: StackResource): Readonly<Record<string, unknown>> {
  try {
    const settings: unknown = JSON.parse(String(at(values, "environment.variables.SETTINGS")));
    return typeof settings === "object" && settings !== null ? { ...settings } : {};
  } catch {
    return {};
  }
}

/** No result is a failure too: whoever stops the function would hide the rest. */
export const noticesSilence: Check = (environment) => {
  const { trail } = environment;
  const alarm = alarms(environment).find(({ values }) => at(values, "dimensions.Trail") === trail.arn);
  if (!alarm) return [`${sourceOf(trailResource(environment))}: no alarm notices that it delivers nothing`];
  return [
    ...unless(alarm.values["treat_missing_data"] === "breaching", `${sourceOf(alarm)}: missing data raises no alarm`),
    ...muteReasons(alarm, environment),
  ];
};

export const encryptsQueues = forEach(queues, ({ values, ...queue }) =>
  unless(
    values["sqs_managed_sse_enabled"] === true || typeof values["kms_master_key_id"] === "string",
    `${sourceOf({ ...queue, values })}: sqs_managed_sse_enabled or kms_master_key_id must be set`,
  ),
);

export const limitsCallers = forEach(permissions, (permission) =>
  ["source_arn", "source_account"].flatMap((name) =>
    unless(typeof permission.values[name] === "string", `${sourceOf(permission)}: ${name} is absent`),
  ),
);

export const runsSupportedRuntime = forEach(functions, (one) =>
  unless(
    RUNTIMES.includes(one.values["runtime"]),
    `${sourceOf(one)}: runtime must be ${RUNTIMES.join(" or ")}, is ${String(one.values["runtime"])}`,
  ),
);
