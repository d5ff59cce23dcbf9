import type { PlannedResource } from "../plan/plan";
import type { Planned } from "./guard";
import { isConcrete, isOfNew } from "./references";

export function isOff(after: unknown): boolean {
  return after !== true;
}

export function isOn(after: unknown): boolean {
  return after === true;
}

/** Was set, and is no more. */
export function isGone(after: unknown, before: unknown): boolean {
  return isSet(before) && !isSet(after);
}

/** Was set, and is surely set to something else. A template may come to the same. */
export function isOther(after: unknown, before: unknown, resource: PlannedResource, plan: Planned): boolean {
  if (!isSet(before) || !isSet(after)) return false;
  return (isConcrete(before) && isConcrete(after)) || isOfNew(after, before, resource, plan);
}

export function isGoneOrOther(...args: Parameters<typeof isOther>): boolean {
  return isGone(args[0], args[1]) || isOther(...args);
}

/** AWS takes the default where nothing is set. */
export function isBelow(defaultValue: number): (after: unknown, before: unknown) => boolean {
  return (after, before) => typeof after === "number" && after < numberOr(before, defaultValue);
}

export function isAbove(defaultValue: number): (after: unknown, before: unknown) => boolean {
  return (after, before) => typeof after === "number" && after > numberOr(before, defaultValue);
}

export function isNot(good: string): (after: unknown, before: unknown) => boolean {
  return (after, before) => before === good && after !== good;
}

function numberOr(value: unknown, defaultValue: number): number {
  return typeof value === "number" ? value : defaultValue;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
