import type { Canonical, Condition, Matcher } from "./canonical";
import { conditionCovers, isDecidable } from "./condition-coverage";
import { patternCovers } from "./patterns";

/**
 * How the requests that a statement matches relate to those of another. `shifted`: it matches some that the other does
 * not, and not all that the other does. `apart`: undecidable.
 */
export type Reach = "same" | "fewer" | "more" | "shifted" | "apart";

/** Compares the requests that two statements match, regardless of their effects. Decides only what is certain. */
export function compareCoverage(after: Canonical, before: Canonical): Reach {
  return [
    compareMatchers(after.principals, before.principals, principalCovers),
    compareMatchers(after.actions, before.actions, patternCovers),
    compareMatchers(after.resources, before.resources, patternCovers),
    compareConditions(after.conditions, before.conditions),
  ].reduce(combine);
}

/** Whether a statement does nothing that another statement with the same effect does not do. */
export function isWithin(one: Canonical, other: Canonical): boolean {
  const isPart = (reach: Reach) => reach === "same" || reach === "fewer";
  return (
    one.effect === other.effect &&
    isPart(compareMatchers(one.principals, other.principals, principalCovers)) &&
    isPart(compareMatchers(one.actions, other.actions, patternCovers)) &&
    isPart(compareMatchers(one.resources, other.resources, patternCovers)) &&
    isPart(compareConditions(one.conditions, other.conditions))
  );
}

/** A condition never hides a new principal, action or resource: what grows is reported, whatever else changes. */
function combine(one: Reach, other: Reach): Reach {
  if (one === "same" || one === other) return other;
  if (other === "same") return one;
  const both = [one, other];
  if (!both.includes("apart")) return "shifted";
  return both.includes("more") || both.includes("shifted") ? "shifted" : "apart";
}

/** More parts than any policy within AWS's size limit has. */
const MOST_PARTS = 1000;

/** Whether each part of a statement, with one principal, action and resource, is within some of the others. */
export function isWithinAll(one: Canonical, others: readonly Canonical[]): boolean {
  const parts = partsOf(one);
  return parts.length <= MOST_PARTS && parts.every((part) => others.some((other) => isWithin(part, other)));
}

function partsOf(one: Canonical): Canonical[] {
  const each = (matcher: Matcher | undefined) =>
    !matcher || matcher.not ? [matcher] : matcher.values.map((value) => ({ not: false, values: [value] }));
  return each(one.principals).flatMap((principals) =>
    each(one.actions).flatMap((actions) =>
      each(one.resources).map((resources) => ({ ...one, principals, actions: actions!, resources })),
    ),
  );
}

type Covers = (wide: string, narrow: string) => boolean;

function compareMatchers(after: Matcher | undefined, before: Matcher | undefined, covers: Covers): Reach {
  if (!after || !before) return after === before ? "same" : "apart";
  // All except a few is nearly always more than a few.
  if (after.not !== before.not) return after.not ? "shifted" : "apart";
  const reach = compareLists(after.values, before.values, covers);
  return after.not ? turned(reach) : reach;
}

function compareLists(after: readonly string[], before: readonly string[], covers: Covers): Reach {
  const within = (narrow: readonly string[], wide: readonly string[]) =>
    narrow.every((value) => wide.some((other) => covers(other, value)));
  const isPart = within(after, before);
  const isWhole = within(before, after);
  if (isPart && isWhole) return "same";
  if (isPart) return "fewer";
  return isWhole ? "more" : "shifted";
}

function turned(reach: Reach): Reach {
  return reach === "fewer" ? "more" : reach === "more" ? "fewer" : reach;
}

/** All conditions must match, so one more condition makes the statement match fewer requests. */
function compareConditions(after: readonly Condition[], before: readonly Condition[]): Reach {
  if (hasTwins(after) || hasTwins(before)) return "apart";
  const within = holdsAll(after, before);
  const holds = holdsAll(before, after);
  if (within && holds) return "same";
  if (within) return "fewer";
  if (holds) return "more";
  // Neither implies the other: with comparable values, each allows something that the other does not.
  const all = [...after, ...before];
  const kinds = (some: readonly Condition[]) => JSON.stringify(some.map(({ operator, key }) => [operator, key]).sort());
  const mayShare = all.some(hasVariable) && kinds(after) !== kinds(before);
  return all.every(isDecidable) && !mayShare ? "shifted" : "apart";
}

/** The value of a variable is unknown. */
function hasVariable({ values }: Condition): boolean {
  return values.some((value) => value.includes("${"));
}

/** Whether every request that meets all of `narrow` also meets all of `wide`. */
function holdsAll(narrow: readonly Condition[], wide: readonly Condition[]): boolean {
  return wide.every((demand) => narrow.some((condition) => conditionCovers(demand, condition)));
}

function hasTwins(conditions: readonly Condition[]): boolean {
  return new Set(conditions.map(({ operator, key }) => `${operator} ${key}`)).size < conditions.length;
}

/**
 * Only "everyone" covers other principals: an account's root stands for what IAM allows there, which is neither more
 * nor less than a role by name.
 */
function principalCovers(wide: string, narrow: string): boolean {
  return wide === narrow || wide === "*";
}
