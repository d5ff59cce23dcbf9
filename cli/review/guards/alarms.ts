import { at } from "./blocks";
import { meant, setting, show, type Guard } from "./guard";
import { isConcrete, isLate, isOfNew } from "./references";
import { isGone, isOff } from "./worse";

const ALARM = ["aws_cloudwatch_metric_alarm"];
const FILTER = ["aws_cloudwatch_log_metric_filter"];
const RULE = ["aws_cloudwatch_event_rule"];
const ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
const LATE = { mayBeLate: true };

/** What an alarm watches, and when it goes off. */
const CONDITION = [
  "threshold",
  "threshold_metric_id",
  "metric_name",
  "namespace",
  "comparison_operator",
  "evaluation_periods",
  "datapoints_to_alarm",
  "period",
  "statistic",
  "extended_statistic",
  "treat_missing_data",
  "dimensions",
  "metric_query",
];

/** Alarms on what the trail records, which are switched off or go off on something else. */
export const alarms: readonly Guard[] = [
  setting("alarm-off", ALARM, "actions_enabled", isOff),
  {
    id: "alarm-off",
    types: ALARM,
    reads: ["alarm_actions"],
    check: (resource, plan) => {
      const { before, after } = resource;
      if (!after || isLate(resource, "alarm_actions")) return undefined;
      const [was, will] = [before, after].map((values) => [at(values, "alarm_actions") ?? []].flat() as unknown[]);
      const gone = was!.filter((action) => !will!.includes(action));
      // What is known only after the apply may come to one of them.
      const mayBe = (action: unknown, old: unknown) => !isConcrete(action) && !isOfNew(action, old, resource, plan);
      const late = will!.filter((action) => action === undefined || gone.some((old) => mayBe(action, old)));
      return gone.length > late.length ? `alarm_actions no longer has ${gone.map(show).join(", ")}` : undefined;
    },
  },
  ...CONDITION.map((path) => setting("alarm-changed", ALARM, path, isDifferent, LATE)),
  ...["pattern", "log_group_name", "metric_transformation"].map((path) =>
    setting("metric-filter-changed", FILTER, path, isDifferent, LATE),
  ),
  setting("event-rule-off", RULE, "state", (after, before) => {
    return after === "DISABLED" || (before === ALL_EVENTS && after !== undefined);
  }),
  setting("event-rule-off", RULE, "is_enabled", (after) => after === false),
  setting(
    "event-rule-changed",
    RULE,
    "event_pattern",
    (after, before) => {
      return isGone(after, before) || isDifferent(parsed(after), parsed(before));
    },
    LATE,
  ),
];

/** Also where it was not set; not where a template may come to the same. */
function isDifferent(after: unknown, before: unknown): boolean {
  return meant(after) !== meant(before) && isConcrete(after) && isConcrete(before);
}

/** The provider takes patterns of other spacing for the same. */
function parsed(pattern: unknown): unknown {
  try {
    return JSON.parse(String(pattern));
  } catch {
    return pattern;
  }
}
