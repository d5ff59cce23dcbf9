import type { PlannedResource } from "../../../terraform/plan/plan";
import { meant } from "./protection";
import { isConcrete, isOfNew, type Planned } from "./references";

/** Terraform treats the text and the value as equal. */
export function isOn(after: unknown): boolean {
  return after === true || after === "true";
}

export function isOff(after: unknown): boolean {
  return !isOn(after);
}

/** Unlike `isOff`, false if nothing is set, because the default is on. */
export function isFalse(after: unknown): boolean {
  return after === false || after === "false";
}

/** Was set before, and is not set after. */
export function isGone(after: unknown, before: unknown): boolean {
  return isSet(before) && !isSet(after);
}

/**
 * Was set, and is set to something else. A template in a plan may have the same value, so it does not count; if the old
 * value is a template too, two synthesized folders are compared, where a different text is a change.
 */
export function isOther(after: unknown, before: unknown, resource: PlannedResource, plan: Planned): boolean {
  if (!isSet(before) || !isSet(after)) return false;
  return isComparable(after, before) || isOfNew(after, before, resource, plan);
}

/** The same, also if it was not set. */
export function isDifferent(after: unknown, before: unknown): boolean {
  return meant(after) !== meant(before) && isComparable(after, before);
}

/** A template in a plan cannot be compared with a value. */
export function isComparable(after: unknown, before: unknown): boolean {
  return isConcrete(after) || !isConcrete(before);
}

export function isGoneOrOther(...args: Parameters<typeof isOther>): boolean {
  return isGone(args[0], args[1]) || isOther(...args);
}

/** AWS uses the default if nothing is set. */
export function isBelow(defaultValue: number): (after: unknown, before: unknown) => boolean {
  return (after, before) => numberOr(after, Infinity) < numberOr(before, defaultValue);
}

export function isAbove(defaultValue: number): (after: unknown, before: unknown) => boolean {
  return (after, before) => numberOr(after, -Infinity) > numberOr(before, defaultValue);
}

export function isNot(good: string): (after: unknown, before: unknown) => boolean {
  return (after, before) => before === good && after !== good;
}

function numberOr(value: unknown, defaultValue: number): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : defaultValue;
}

export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
