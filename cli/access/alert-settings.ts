import { at, blocks, texts } from "../model/blocks";
import type { Channel, Environment } from "../model/environment";
import { idFor } from "../model/ids";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";
import { isFeedTopic } from "../model/messages";
import { feedSettings } from "./feed-settings";
import type { Setting } from "./setting";

/** What alerts and feeds depend on besides policies. */
export function alertSettings(environment: Environment): Setting[] {
  const { channels } = environment;
  const functions = ofType(environment, "aws_lambda_function");
  const inPlaces = (type: string, make: (resources: readonly StackResource[]) => Setting) =>
    byPlace(ofType(environment, type)).map(make);
  // Without functions, they are none of alerts.
  const ofAlerts: typeof inPlaces = (type, make) => (functions.length === 0 ? [] : inPlaces(type, make));
  return [
    ...channels.flatMap((channel) => channelSettings(channel, environment)),
    ...functions.flatMap((one) => functionSettings(one, environment)),
    ...inPlaces("aws_cloudwatch_event_rule", (rules) => ruleSetting(rules, environment)),
    ...ofAlerts("aws_cloudwatch_metric_alarm", alarmSetting),
    ...ofAlerts("aws_cloudwatch_log_metric_filter", filterSetting),
    ...feedSettings(environment),
  ];
}

function channelSettings(channel: Channel, environment: Environment): Setting[] {
  const { kind, name, account, region, arn, keyArn, encrypted } = channel;
  const setting = settingOf(`${kind} ${name} of ${account}`, [kind, account, region, idFor(name)]);
  const encryption = keyArn === undefined ? (encrypted ? "key of AWS" : "off") : "customer key";
  const subscriptions = ofType(environment, "aws_sns_topic_subscription").filter(
    ({ values }) => values["topic_arn"] === arn,
  );
  const filtered = subscriptions.filter(({ values }) => values["filter_policy"] !== undefined).length;
  return [
    setting("encryption", "encryption", encryption, kind === "topic" ? keyArn !== undefined : encrypted),
    // Of a topic on which S3 announces objects, the subscriptions are their owners'.
    ...(kind === "topic" && !isFeedTopic(channel, environment)
      ? [
          setting(
            "subscriptions",
            "subscriptions",
            `${subscriptions.length}, ${filtered} filtered`,
            subscriptions.length > 0,
          ),
        ]
      : []),
  ];
}

function functionSettings({ values, account, region }: StackResource, environment: Environment): Setting[] {
  const name = String(values["function_name"]);
  const setting = settingOf(`function ${name} of ${account}`, ["function", account, region, idFor(name)]);
  const permissions = of(environment, "aws_lambda_permission", { account, region }).filter(
    (one) => one.values["function_name"] === name,
  );
  const tied = permissions.filter((one) => Boolean(one.values["source_arn"] && one.values["source_account"]));
  const concurrency = values["reserved_concurrent_executions"];
  const group = of(environment, "aws_cloudwatch_log_group", { account, region }).find(
    (one) => one.values["name"] === at(values, "logging_config.log_group"),
  );
  const key = group?.values["kms_key_id"];
  const kept = at(values, "dead_letter_config.target_arn") !== undefined;
  return [
    setting("callers", "callers", `${permissions.length}, ${tied.length} by ARN`, permissions.length === tied.length),
    setting(
      "concurrency",
      "concurrency",
      concurrency === undefined ? "shared" : String(concurrency),
      concurrency !== 0,
    ),
    setting("dead-letters", "failed events", kept ? "kept" : "lost", kept),
    setting(
      "log",
      "log",
      `${String(group?.values["retention_in_days"])} days, ${key ? "customer key" : "no key"}`,
      !!key,
    ),
  ];
}

function ruleSetting(rules: readonly StackResource[], environment: Environment): Setting {
  const { account, region } = rules[0]!;
  const isOn = ({ values }: StackResource) => values["state"] !== "DISABLED" && values["is_enabled"] !== false;
  const readOnly = rules.filter(({ values }) => String(values["state"]).startsWith("ENABLED_WITH_ALL")).length;
  const targets = of(environment, "aws_cloudwatch_event_target", { account, region });
  const withTarget = rules.filter((rule) => targets.some(({ values }) => values["rule"] === rule.values["name"]));
  const kept = targets.filter(({ values }) => blocks(values, "dead_letter_config").length > 0).length;
  const conditions = rules.flatMap(({ values }) => leavesOf(patternOf(values["event_pattern"]))).length;
  const on = rules.filter(isOn).length;
  return settingOf(`event rules of ${account} in ${region}`, ["event-rules", account, region])(
    "state",
    "rules",
    `${on} of ${rules.length} on, ${readOnly} also for read-only calls, ${withTarget.length} with a target, ` +
      `${kept} with dead letters, ${conditions} conditions`,
    on === rules.length && withTarget.length === rules.length,
  );
}

function alarmSetting(alarms: readonly StackResource[]): Setting {
  const { account, region } = alarms[0]!;
  const isOn = ({ values }: StackResource) =>
    values["actions_enabled"] !== false && texts(values["alarm_actions"]).length > 0;
  const on = alarms.filter(isOn).length;
  const withoutData = alarms.filter(({ values }) => values["treat_missing_data"] === "breaching").length;
  const thresholds = alarms.map(({ values }) => `${String(values["threshold"])}`);
  return settingOf(`alarms of ${account} in ${region}`, ["alarms", account, region])(
    "state",
    "alarms",
    `${on} of ${alarms.length} on, ${withoutData} also without data, at ${[...new Set(thresholds)].join(" or ")}`,
    on === alarms.length,
  );
}

function filterSetting(filters: readonly StackResource[]): Setting {
  const { account, region } = filters[0]!;
  const comparisons = filters.map(({ values }) => String(values["pattern"]).split("$.").length - 1);
  return settingOf(`metric filters of ${account} in ${region}`, ["metric-filters", account, region])(
    "patterns",
    "filters",
    `${filters.length} with ${comparisons.reduce((sum, count) => sum + count, 0)} comparisons`,
    true,
  );
}

function settingOf(target: string, id: readonly string[]) {
  return (kind: string, title: string, value: string, safe: boolean): Setting => ({
    id: ["alerts", ...id, kind].join("-"),
    target,
    title,
    value,
    safe,
  });
}

function of(environment: Environment, type: string, place: Pick<StackResource, "account" | "region">): StackResource[] {
  return ofType(environment, type).filter(
    ({ account, region }) => account === place.account && region === place.region,
  );
}

function byPlace(resources: readonly StackResource[]): StackResource[][] {
  const places = new Map<string, StackResource[]>();
  for (const one of resources) {
    const place = `${one.account} ${one.region}`;
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  return [...places.values()];
}

/** A pattern that is none has no conditions. */
function patternOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return {};
  }
}

/** Every text and flag in an event pattern. */
function leavesOf(pattern: unknown): unknown[] {
  if (Array.isArray(pattern)) return pattern.flatMap(leavesOf);
  const isBlock = typeof pattern === "object" && pattern !== null;
  return isBlock ? Object.values(pattern).flatMap(leavesOf) : [pattern];
}
