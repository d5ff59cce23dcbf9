import { Construct } from "constructs";
import { constructId } from "../ids";
import { assertKnown, type KeysOf } from "../known-options";
import { assertValid } from "../validation";
import type { Alerts } from "./alerts";
import { CIS_FILTERS } from "./cis";
import { CountedCalls, LARGEST_FILTER } from "./counted-calls";
import { filterPattern } from "./filter-pattern";
import type { AlertRule } from "./rule";
import { RULES } from "./rules";
import { kindsOf } from "./scopes";
import { sizeWithTokens } from "./sizes";
import {
  WATCH_OPTIONS,
  halved,
  halves,
  watchedProblems,
  watchedTexts,
  type Watched,
  type WatchedResources,
} from "./watched";

/**
 * Most metric filters of a log group.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
const MOST_FILTERS = 100;

export interface TrailAlarmsProps {
  /** In the account and home Region of the trail. */
  readonly alerts: Alerts;
  /** The log group to which a multi-Region trail sends its events. */
  readonly logGroupName: string;
  /** Resources whose calls are counted, in any account that the trail records. @default what `alerts` watches */
  readonly watch?: WatchedResources;
  /**
   * Alarms of section 5 of the CIS AWS Foundations Benchmark 7.0, which Security Hub checks as CloudWatch.1 to
   * CloudWatch.14. @default false
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
   */
  readonly cis?: boolean;
}

/**
 * Alarms on the events that a trail writes to CloudWatch Logs, some minutes after the call. They cover every Region,
 * and count calls that are too many for messages. They report that something happened; the log group says who did it.
 */
export class TrailAlarms extends Construct {
  constructor(scope: Construct, id: string, props: TrailAlarmsProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    const { alerts, logGroupName, watch, cis = false } = props;
    assertValid(this, watch === undefined ? [] : watchedProblems("watch", watch));
    const watched = watch === undefined ? alerts.watched : watchedTexts(watch);
    const shared = { alerts, logGroupName };
    const taken = filterPattern(BREAK_GLASS, watched);
    if (taken !== undefined) {
      new CountedCalls(this, "BreakGlass", {
        ...shared,
        name: "break-glass-used",
        description: `Somebody assumed the break-glass role, in any Region. See AssumeRole in ${logGroupName}.`,
        patterns: { "any-region": taken },
      });
    }
    const refused = refusedPatterns(watched);
    const count = [taken ?? [], Object.values(refused), cis ? CIS_FILTERS.map(({ patterns }) => patterns) : []].flat(2);
    assertValid(this, [
      count.length > MOST_FILTERS &&
        `watch must fit into the ${MOST_FILTERS} metric filters of a log group, got ${count.length}; watch fewer resources`,
    ]);
    new CountedCalls(this, "Refused", {
      ...shared,
      name: "refused-calls",
      description: `Somebody tried a call that docs/alerts.md lists, and AWS refused it. See errorCode in ${logGroupName}.`,
      patterns: refused,
    });
    if (!cis) return;
    for (const { id: requirement, title, patterns } of CIS_FILTERS) {
      new CountedCalls(this, constructId("Cis", requirement), {
        ...shared,
        name: `cis-${requirement.replace(".", "-")}`,
        description: `CIS AWS Foundations Benchmark 7.0, ${requirement}: ${title}. See ${logGroupName}.`,
        patterns: Object.fromEntries(patterns.map((pattern, index) => [String(index + 1), pattern])),
      });
    }
  }
}

const BREAK_GLASS = RULES.find(({ id }) => id === "break-glass-used")!;

/** Refused calls that would have raised an alert about something watched, in filters named after what they concern. */
function refusedPatterns(watched: Watched): Record<string, string> {
  return Object.fromEntries(
    RULES_BY_SCOPE.filter(isAboutWatched).flatMap((rule) =>
      patternsThatFit(rule, watched).map((pattern, index) => [`${rule.scope}-${index + 1}`, pattern] as const),
    ),
  );
}

/** The calls of all rules with one scope as one rule: a log group has a limited number of filters. */
const RULES_BY_SCOPE: readonly AlertRule[] = [...new Set(RULES.map(({ scope }) => scope))].map((scope) => {
  const rules = RULES.filter((rule) => rule.scope === scope);
  return { ...rules[0]!, events: rules.flatMap(({ events = [] }) => events) };
});

function isAboutWatched({ scope }: AlertRule): boolean {
  return kindsOf(scope).length > 0;
}

/** One pattern or, if that is too long, several, each with fewer calls or fewer watched resources. */
function patternsThatFit(rule: AlertRule, watched: Watched): string[] {
  const { events = [] } = rule;
  const pattern = filterPattern(rule, watched, "refused");
  if (pattern === undefined) return [];
  if (sizeWithTokens(pattern) <= LARGEST_FILTER) return [pattern];
  const kinds = kindsOf(rule.scope).filter((kind) => watched[kind].length > 1);
  const size = ({ length }: readonly string[], text: string) => (length > 1 ? sizeWithTokens(text) : 0);
  const ofEvents = size(events, events.map((event) => `($.eventName = "${event}") || `).join(""));
  const ofResources = kinds.reduce((sum, kind) => sum + size(watched[kind], watched[kind].join()), 0);
  if (ofEvents + ofResources === 0) return [pattern];
  if (ofEvents > ofResources) {
    return halves(events).flatMap((some) => patternsThatFit({ ...rule, events: some }, watched));
  }
  return halved(watched, kinds).flatMap((some) => patternsThatFit(rule, some));
}

const OPTIONS: KeysOf<TrailAlarmsProps> = {
  alerts: true,
  cis: "flag",
  logGroupName: true,
  watch: { ...WATCH_OPTIONS, accounts: "list" },
};
