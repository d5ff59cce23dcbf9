import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { MetricFilter } from "@aws-sdk/client-cloudwatch-logs";
import type { Target } from "@aws-sdk/client-eventbridge";
import { at, texts } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import { ofType } from "../../model/resources";
import type { Arguments, StackResource } from "../../model/stack";
import type { Check } from "../check";
import { compareItems, orUndefined, sortedJson, type Item } from "./items";

/** Names in one request. */
const MOST_ALARMS = 100;

/** The EventBridge rules of one account and Region: each on, with its pattern or schedule, and only its targets. */
export function ruleCheck(environment: Environment, rules: readonly StackResource[], label: string): Check {
  const [place] = rules;
  const targets = ofType(environment, "aws_cloudwatch_event_target").filter(
    ({ account, region }) => account === place!.account && region === place!.region,
  );
  const items = rules.map(({ values }): Item => {
    const own = targets.filter((target) => target.values["rule"] === values["name"]);
    return { name: String(values["name"]), lines: [...ruleLines(values), ...own.map((one) => targetLine(one.values))] };
  });
  return {
    id: `alerts.rules.${label}`,
    group: "Alerts",
    title: `event rules in ${label} are on, each with its pattern and targets`,
    expected: `${rules.length} as configured`,
    controls: ["alerts-tampering"],
    run: (context) =>
      compareItems(context, items, async ({ name }) => {
        const { alerts } = context.aws(place!);
        const found = await orUndefined(alerts.rule(name));
        if (!found) return undefined;
        const { State, EventPattern, ScheduleExpression } = found;
        return [
          ...ruleLines({ state: State, event_pattern: EventPattern, schedule_expression: ScheduleExpression }),
          ...(await alerts.targets(name)).map(foundTarget),
        ];
      }),
  };
}

function ruleLines(values: Arguments): string[] {
  const isOff = values["state"] === undefined && values["is_enabled"] === false;
  return [
    `state ${String(values["state"] ?? (isOff ? "DISABLED" : "ENABLED"))}`,
    ...(values["event_pattern"] ? [`pattern ${sortedJson(values["event_pattern"])}`] : []),
    ...(values["schedule_expression"] ? [`schedule ${String(values["schedule_expression"])}`] : []),
  ];
}

function targetLine(values: Arguments): string {
  return lineOfTarget({
    Id: String(values["target_id"]),
    Arn: String(values["arn"]),
    RoleArn: textOf(values["role_arn"]),
    DeadLetterConfig: { Arn: textOf(at(values, "dead_letter_config.arn")) },
    Input: textOf(values["input"]),
    InputPath: textOf(values["input_path"]),
    InputTransformer: { InputTemplate: textOf(at(values, "input_transformer.input_template")) },
  });
}

function foundTarget(target: Target): string {
  return lineOfTarget(target);
}

function lineOfTarget({ Id, Arn, RoleArn, DeadLetterConfig, Input, InputPath, InputTransformer }: Target): string {
  const input = Input ?? InputPath ?? InputTransformer?.InputTemplate;
  return [
    `target ${String(Id)}: ${String(Arn)}`,
    ...(RoleArn ? [`by ${RoleArn}`] : []),
    ...(DeadLetterConfig?.Arn ? [`dead letters to ${DeadLetterConfig.Arn}`] : []),
    ...(input ? [`as ${input}`] : []),
  ].join(", ");
}

/** The alarms of one account and Region: each as configured, with actions on. Warns of those that are raised. */
export function alarmCheck(alarms: readonly StackResource[], label: string): Check {
  const [place] = alarms;
  const items = alarms.map(({ values }): Item => ({
    name: String(values["alarm_name"]),
    lines: [
      `actions ${values["actions_enabled"] === false ? "off" : "on"}`,
      ...texts(values["alarm_actions"]).map((arn) => `notifies ${arn}`),
      `metric ${metricLine(values["namespace"], values["metric_name"], (values["dimensions"] ?? {}) as object)}`,
      conditionLine({
        Statistic: values["statistic"] as never,
        ComparisonOperator: values["comparison_operator"] as never,
        Threshold: values["threshold"] as number,
        EvaluationPeriods: values["evaluation_periods"] as number,
        Period: values["period"] as number,
        TreatMissingData: textOf(values["treat_missing_data"]),
      }),
    ],
  }));
  return {
    id: `alerts.alarms.${label}`,
    group: "Alerts",
    title: `alarms in ${label} are on and notify`,
    expected: `${alarms.length} as configured`,
    controls: ["alerts-alarm-actions"],
    run: async (context) => {
      const { alerts } = context.aws(place!);
      const names = items.map(({ name }) => name);
      const parts = Array.from({ length: Math.ceil(names.length / MOST_ALARMS) }, (_, part) =>
        alerts.alarms(names.slice(part * MOST_ALARMS, (part + 1) * MOST_ALARMS)),
      );
      const found = (await Promise.all(parts)).flatMap(({ MetricAlarms = [] }) => MetricAlarms);
      const compared = await compareItems(context, items, ({ name }) => {
        const alarm = found.find(({ AlarmName }) => AlarmName === name);
        return Promise.resolve(alarm && linesOfAlarm(alarm));
      });
      const raised = found.filter(({ StateValue }) => StateValue === "ALARM");
      if (compared.state !== "pass" || raised.length === 0) return compared;
      return {
        state: "warn",
        found: `${raised.length} raised`,
        details: raised.map(({ AlarmName, StateReason }) => `${String(AlarmName)}: ${String(StateReason)}`),
      };
    },
  };
}

function linesOfAlarm(alarm: MetricAlarm): string[] {
  const { ActionsEnabled, AlarmActions = [], Namespace, MetricName, Dimensions = [] } = alarm;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return [
    `actions ${ActionsEnabled === false ? "off" : "on"}`,
    ...AlarmActions.map((arn) => `notifies ${arn}`),
    `metric ${metricLine(Namespace, MetricName, dimensions)}`,
    conditionLine(alarm),
  ];
}

function metricLine(namespace: unknown, name: unknown, dimensions: object): string {
  return `${String(namespace)} ${String(name)} ${sortedJson(JSON.stringify(dimensions))}`;
}

function conditionLine(alarm: MetricAlarm): string {
  const { Statistic, ComparisonOperator, Threshold, EvaluationPeriods, Period, TreatMissingData } = alarm;
  return (
    `${String(Statistic)} ${String(ComparisonOperator)} ${Number(Threshold)} ` +
    `in ${Number(EvaluationPeriods)} of ${Number(Period)} s, missing data ${TreatMissingData ?? "missing"}`
  );
}

/** The metric filters of one account and Region: each as configured. Others do no harm. */
export function filterCheck(filters: readonly StackResource[], label: string): Check {
  const [place] = filters;
  const groupOf = new Map(filters.map(({ values }) => [String(values["name"]), String(values["log_group_name"])]));
  const items = filters.map(({ values }): Item => ({
    name: String(values["name"]),
    lines: [
      `pattern ${String(values["pattern"])}`,
      counterLine({
        metricNamespace: textOf(at(values, "metric_transformation.namespace")),
        metricName: textOf(at(values, "metric_transformation.name")),
        metricValue: textOf(at(values, "metric_transformation.value")),
      }),
    ],
  }));
  return {
    id: `alerts.filters.${label}`,
    group: "Alerts",
    title: `metric filters in ${label} count the configured calls`,
    expected: `${filters.length} as configured`,
    controls: ["alerts-cis-alarms"],
    run: (context) =>
      compareItems(context, items, async ({ name }) => {
        const all = (await orUndefined(context.aws(place!).alerts.metricFilters(groupOf.get(name)!))) ?? [];
        const found = all.find(({ filterName }) => filterName === name);
        return found && linesOfFilter(found);
      }),
  };
}

function linesOfFilter({ filterPattern, metricTransformations = [] }: MetricFilter): string[] {
  return [`pattern ${String(filterPattern)}`, ...metricTransformations.map(counterLine)];
}

function counterLine({
  metricNamespace,
  metricName,
  metricValue,
}: Readonly<Record<"metricNamespace" | "metricName" | "metricValue", string | undefined>>): string {
  return `counts ${String(metricValue)} in ${String(metricNamespace)} ${String(metricName)}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
