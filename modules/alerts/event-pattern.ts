import { alternativesOf, type Alternative, type Condition } from "./alternatives";
import type { AlertRule } from "./rule";
import type { Watched } from "./watched";

type Matcher = string | { readonly [operator: string]: string | boolean | readonly string[] };

/** An EventBridge pattern, or a part of one. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly Matcher[] | readonly EventPattern[];
}

/**
 * The pattern of events that raise one of these alerts, all of one service. Undefined if nothing that they concern is
 * watched.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function eventPattern(rules: readonly AlertRule[], watched: Watched): EventPattern | undefined {
  const [first] = rules;
  const alternatives = byScope(rules).flatMap((group) =>
    alternativesOf(group[0]!, watched)
      .flatMap(withoutNot)
      .map((alternative) => merged([namesOf(group), ...alternative.map(conditionPattern)])),
  );
  if (first === undefined || alternatives.length === 0) return undefined;
  return {
    // Anyone in the account can put events on the bus, but only AWS can use a source that begins with this.
    source: [{ prefix: "aws." }],
    detail: merged([
      first.service === undefined ? {} : { eventSource: [first.service] },
      { recipientAccountId: watched.accounts },
      first.failedCalls ? {} : { errorCode: [{ exists: false }] },
      alternatives.length === 1 ? alternatives[0]! : { $or: alternatives },
    ]),
  };
}

/** Rules with the same scope share its conditions. */
function byScope(rules: readonly AlertRule[]): AlertRule[][] {
  const scopes = [...new Set(rules.map(({ scope }) => scope))];
  return scopes.map((scope) => rules.filter((rule) => rule.scope === scope));
}

function namesOf(rules: readonly AlertRule[]): EventPattern {
  const names = rules.flatMap(({ events = [] }) => events);
  if (names.length === 0) return {};
  return { eventName: names.map((name) => (name.endsWith("*") ? { prefix: name.slice(0, -1) } : name)) };
}

/** `anything-but` does not match a field that is absent. */
function withoutNot(alternative: Alternative): Alternative[] {
  return alternative.reduce<Alternative[]>(
    (all, condition) =>
      "not" in condition
        ? all.flatMap((one) => [
            [...one, condition],
            [...one, { field: condition.field, absent: true as const }],
          ])
        : all.map((one) => [...one, condition]),
    [[]],
  );
}

function conditionPattern(condition: Condition): EventPattern {
  // EventBridge matches the items of lists without it.
  return condition.field
    .replaceAll("[]", "")
    .split(".")
    .reduceRight<EventPattern | readonly Matcher[]>(
      (inner, key) => ({ [key]: inner }),
      matchersOf(condition),
    ) as EventPattern;
}

function matchersOf(condition: Condition): readonly Matcher[] {
  if ("not" in condition) return [{ "anything-but": [condition.not] }];
  if ("absent" in condition) return [{ exists: false }];
  if ("equals" in condition) return condition.equals;
  if ("prefixes" in condition) return condition.prefixes.map((prefix) => ({ prefix }));
  return condition.suffixes.map((suffix) => ({ suffix }));
}

/** One pattern that requires all of these, which have different fields. */
function merged(patterns: readonly EventPattern[]): EventPattern {
  return patterns.reduce((all, pattern) => {
    const fields = Object.entries(pattern).map(([field, value]) => {
      const before = all[field];
      const nested = before !== undefined && !Array.isArray(value);
      return [field, nested ? merged([before as EventPattern, value as EventPattern]) : value];
    });
    return { ...all, ...(Object.fromEntries(fields) as EventPattern) };
  }, {});
}
