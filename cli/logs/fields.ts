import { isObject } from "../framework/is-object";
import { UnreadableLogFile, type RawRecord } from "./log-file";

/** No service nests its parameters nearly as deep. */
const MAX_DEPTH = 200;

/** The values at a path; a list on the way stands for all that it contains. */
export function valuesAt(record: RawRecord, path: readonly string[]): unknown[] {
  let value: unknown = record;
  for (let at = 0; at < path.length; at += 1) {
    // Few paths lead through a list.
    if (Array.isArray(value)) return valuesInList(value, path.slice(at));
    const name = path[at]!;
    if (!isObject(value) || !Object.hasOwn(value, name)) return [];
    value = value[name];
  }
  return Array.isArray(value) ? value.flat(MAX_DEPTH) : [value];
}

function valuesInList(list: unknown[], path: readonly string[]): unknown[] {
  let values = list;
  for (const name of path) {
    values = values
      .flat(MAX_DEPTH)
      .flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name]] : []));
  }
  return values.flat(MAX_DEPTH);
}

/** A value as text: CloudTrail writes the same field as text, number or boolean. Undefined for null and objects. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The first text at `a.b.c`. */
export function textAt(record: RawRecord, path: string): string | undefined {
  return textIn(record, partsOf(path));
}

/** The first text at a path that is split already. */
export function textIn(record: RawRecord, path: readonly string[]): string | undefined {
  let value: unknown = record;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return asText(value);
}

/** Splitting a path for every record would take as long as reading the field. */
const PARTS = new Map<string, readonly string[]>();

function partsOf(path: string): readonly string[] {
  const known = PARTS.get(path) ?? path.split(".");
  PARTS.set(path, known);
  return known;
}

/** Whether a text in a value, however deep, meets the test. Throws an `UnreadableLogFile`. */
export function someText(value: unknown, test: (text: string) => boolean, depth = 0): boolean {
  if (typeof value === "string") return test(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth > MAX_DEPTH) throw new UnreadableLogFile("too deep");
  return Object.values(value).some((one) => someText(one, test, depth + 1));
}

/** Milliseconds of an event's time; `NaN` if it has none. */
export function timeOf(record: RawRecord): number {
  const { eventTime } = record;
  return typeof eventTime === "string" ? Date.parse(eventTime) : NaN;
}
