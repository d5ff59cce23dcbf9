import { at } from "../../../model/blocks";
import { meant, setting, show, type Protection } from "./protection";
import { isLate, isOfNew } from "./references";
import { isComparable, isDifferent, isFalse, isGone, isGoneOrOther, isOff, isSet } from "./comparators";

const ALARM = ["aws_cloudwatch_metric_alarm"];
const FILTER = ["aws_cloudwatch_log_metric_filter"];
const RULE = ["aws_cloudwatch_event_rule"];
const TARGET = ["aws_cloudwatch_event_target"];
const LOG_SUBSCRIPTION = ["aws_cloudwatch_log_subscription_filter"];
const SUBSCRIPTION = ["aws_sns_topic_subscription"];
const ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
const LATE = { mayBeLate: true };

/** What an alarm watches, and when it triggers. */
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
  "unit",
  "evaluate_low_sample_count_percentiles",
  "metric_query",
];

/** Alarms on recorded events that are disabled, that trigger on something else, or that notify someone else. */
export const alarms: readonly Protection[] = [
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
      // An unknown value may turn out to be one of them.
      const mayBe = (action: unknown, old: unknown) =>
        !isComparable(action, old) && !isOfNew(action, old, resource, plan);
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
  setting("event-rule-off", RULE, "is_enabled", isFalse),
  setting(
    "event-rule-changed",
    RULE,
    "event_pattern",
    (after, before) => {
      return isGone(after, before) || isDifferent(parsed(after), parsed(before));
    },
    LATE,
  ),
  setting("event-target-moved", TARGET, "arn", isGoneOrOther, LATE),
  ...["input", "input_path", "input_transformer"].map((path) =>
    setting("event-target-moved", TARGET, path, isDifferent, LATE),
  ),
  ...["destination_arn", "filter_pattern", "log_group_name"].map((path) =>
    setting("log-subscription-changed", LOG_SUBSCRIPTION, path, isDifferent, LATE),
  ),
  // Messages that a subscriber no longer receives.
  setting("subscription-filtered", SUBSCRIPTION, "filter_policy", (after, before) => {
    return isSet(after) && isDifferent(parsed(after), parsed(before));
  }),
  setting("subscription-filtered", SUBSCRIPTION, "filter_policy_scope", (after, before, { after: values }) => {
    return isSet(values?.["filter_policy"]) && isDifferent(after, before);
  }),
];

/** The provider ignores whitespace in JSON, and the alternatives of a list match in any order. */
function parsed(pattern: unknown): unknown {
  try {
    return JSON.parse(String(pattern), (_, value: unknown) =>
      Array.isArray(value)
        ? [...(value as unknown[])].sort((one, other) => (meant(one) < meant(other) ? -1 : 1))
        : value,
    );
  } catch {
    return pattern;
  }
}
