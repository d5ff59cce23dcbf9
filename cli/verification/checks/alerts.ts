import type { Environment } from "../../model/environment";
import { ofType } from "../../model/resources";
import type { StackResource } from "../../model/stack";
import type { Location } from "../../../modules/policy";
import type { Check } from "../check";
import { channelChecks } from "./channels";
import { alarmCheck, filterCheck, ruleCheck } from "./event-rules";
import { functionChecks } from "./functions";

/**
 * What sends alerts: rules, functions, topics, queues, alarms and metric filters. Each as configured, because any of
 * them can be muted without a trace elsewhere.
 */
export function alertChecks(environment: Environment): Check[] {
  const inPlaces = (type: string, checkOf: (resources: readonly StackResource[], label: string) => Check) =>
    byPlace(named(environment, type)).map((resources) => checkOf(resources, placeLabel(environment, resources[0]!)));
  return [
    ...inPlaces("aws_cloudwatch_event_rule", (rules, label) => ruleCheck(environment, rules, label)),
    ...named(environment, "aws_lambda_function").flatMap((one) =>
      functionChecks(environment, one, labelOf(environment, one, String(one.values["function_name"]))),
    ),
    ...environment.channels.flatMap((channel) =>
      channelChecks(environment, channel, labelOf(environment, channel, channel.name)),
    ),
    ...inPlaces("aws_cloudwatch_metric_alarm", alarmCheck),
    ...inPlaces("aws_cloudwatch_log_metric_filter", filterCheck),
  ];
}

/** Without resources that get a name from AWS, which nothing here knows. */
function named(environment: Environment, type: string): StackResource[] {
  const argument = new Map([
    ["aws_lambda_function", "function_name"],
    ["aws_cloudwatch_metric_alarm", "alarm_name"],
  ]).get(type);
  return ofType(environment, type).filter(({ values }) => typeof values[argument ?? "name"] === "string");
}

/** A name, with account and Region where they are not the log bucket's. */
function labelOf({ logBucket }: Environment, { account, region }: Location, name: string): string {
  return [
    ...(account === logBucket.account ? [] : [account]),
    ...(region === logBucket.region ? [] : [region]),
    name,
  ].join("/");
}

function placeLabel({ logBucket }: Environment, { account, region }: Location): string {
  return account === logBucket.account ? region : `${account}/${region}`;
}

function byPlace(resources: readonly StackResource[]): StackResource[][] {
  const places = new Map<string, StackResource[]>();
  for (const one of resources) {
    const place = `${one.account} ${one.region}`;
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  return [...places.values()];
}
