import { parseArn } from "../../modules/policy";
import { at } from "../model/blocks";
import type { Environment } from "../model/environment";
import { impliedAttributes } from "../model/implied";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";

/** Of the log groups that take the trails' events. */
export function logGroupNames({ trails }: Environment): ReadonlySet<unknown> {
  return new Set(
    trails.flatMap(({ logGroupArn }) => parseArn(logGroupArn ?? "")?.resource.replace(/^log-group:/, "") ?? []),
  );
}

/** Whether a rule, alarm, filter or function is about the trail. Of other types, every resource counts as such. */
export function isAlerting(environment: Environment): (resource: StackResource) => boolean {
  const groups = logGroupNames(environment);
  const rules = new Set(watchingRules(environment).map((rule) => nameIn(rule, rule.values["name"])));
  const alarms = new Set(watchingAlarms(environment));
  const arns = alertingArns(environment);
  return (resource) => {
    const { type, values } = resource;
    switch (type) {
      case "aws_cloudwatch_log_group":
        return groups.has(values["name"]);
      case "aws_cloudwatch_log_metric_filter":
      case "aws_cloudwatch_log_subscription_filter":
        return groups.has(values["log_group_name"]);
      case "aws_cloudwatch_metric_alarm":
        return alarms.has(resource);
      case "aws_cloudwatch_event_rule":
        return rules.has(nameIn(resource, values["name"]));
      case "aws_cloudwatch_event_target":
        return rules.has(nameIn(resource, values["rule"]));
      case "aws_lambda_function":
        return arns.has(arnOf(resource));
      case "aws_lambda_permission":
        return [...arns].some((arn) => [arn, arn.split(":").at(-1)].includes(String(values["function_name"])));
      default:
        return true;
    }
  };
}

/** The topics, queues and functions that receive alerts about the trail, directly or from each other. */
export function alertingArns(environment: Environment): ReadonlySet<string> {
  const receivers = new Map(
    ["aws_sns_topic", "aws_sqs_queue", "aws_lambda_function"].flatMap((type) =>
      ofType(environment, type).map((one): [string, StackResource] => [arnOf(one), one]),
    ),
  );
  const found = new Set<string>();
  const follow = (sources: readonly unknown[]): void => {
    for (const source of sources) {
      const text = JSON.stringify(source ?? "");
      for (const [arn, receiver] of receivers) {
        if (found.has(arn) || !mentions(text, arn)) continue;
        found.add(arn);
        follow(nextOf(receiver, arn, environment));
      }
    }
  };
  follow(sourcesOf(environment));
  return found;
}

/** An ARN may be the start of another one. */
function mentions(text: string, arn: string): boolean {
  return text
    .split(arn)
    .slice(1)
    .some((rest) => !/^[\w.-]/.test(rest));
}

/** Where a receiver passes alerts on to. */
function nextOf({ type, values }: StackResource, arn: string, environment: Environment): unknown[] {
  if (type === "aws_sqs_queue") return [values["redrive_policy"]];
  if (type === "aws_lambda_function") return [values["environment"], values["dead_letter_config"]];
  return ofType(environment, "aws_sns_topic_subscription")
    .filter((one) => one.values["topic_arn"] === arn)
    .map((one) => one.values["endpoint"]);
}

/** What sends alerts about the trail. */
function sourcesOf(environment: Environment): unknown[] {
  const rules = new Set(watchingRules(environment).map((rule) => nameIn(rule, rule.values["name"])));
  const groups = logGroupNames(environment);
  const buckets = new Set<unknown>([environment.logBucket.name]);
  return [
    ...watchingAlarms(environment).map(({ values }) => values["alarm_actions"]),
    ...ofType(environment, "aws_cloudwatch_event_target")
      .filter((target) => rules.has(nameIn(target, target.values["rule"])))
      .map(({ values }) => [values["arn"], values["dead_letter_config"]]),
    ...ofType(environment, "aws_cloudwatch_log_subscription_filter")
      .filter(({ values }) => groups.has(values["log_group_name"]))
      .map(({ values }) => values["destination_arn"]),
    ...ofType(environment, "aws_s3_bucket_notification")
      .filter(({ values }) => buckets.has(values["bucket"]))
      .map(({ values }) => values),
    ...environment.trails.map(({ topic }) => topic?.arn),
  ];
}

/** Rules whose pattern names a trail, the log bucket or a key of the logs. */
function watchingRules(environment: Environment): StackResource[] {
  const { trails, logBucket } = environment;
  const names = [
    logBucket.name,
    logBucket.arn,
    logBucket.keyArn,
    ...trails.flatMap(({ arn, keyArn }) => [arn, keyArn]),
  ];
  const quoted = names.flatMap((name) => (name === undefined ? [] : [`"${name}"`]));
  return ofType(environment, "aws_cloudwatch_event_rule").filter(({ values }) =>
    quoted.some((name) => String(values["event_pattern"]).includes(name)),
  );
}

/** Alarms on a metric of the trail's log groups, or with the trail as a dimension. */
function watchingAlarms(environment: Environment): StackResource[] {
  const groups = logGroupNames(environment);
  const metrics = new Set(
    ofType(environment, "aws_cloudwatch_log_metric_filter")
      .filter(({ values }) => groups.has(values["log_group_name"]))
      .map(({ values }) =>
        metricOf(at(values, "metric_transformation.namespace"), at(values, "metric_transformation.name")),
      ),
  );
  const arns = new Set<unknown>(environment.trails.map(({ arn }) => arn));
  return ofType(environment, "aws_cloudwatch_metric_alarm").filter(
    ({ values }) =>
      metrics.has(metricOf(values["namespace"], values["metric_name"])) || arns.has(at(values, "dimensions.Trail")),
  );
}

function metricOf(namespace: unknown, name: unknown): string {
  return `${String(namespace)} ${String(name)}`;
}

/** Names of rules repeat in accounts and Regions. */
function nameIn({ account, region }: StackResource, name: unknown): string {
  return `${account} ${region} ${String(name)}`;
}

function arnOf(resource: StackResource): string {
  return String(impliedAttributes(resource)["arn"]);
}
