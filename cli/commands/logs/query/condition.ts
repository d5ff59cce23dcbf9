import { readPeriod } from "../../../logs/selection";
import type { SourceValues } from "../options";
import type { Question } from "./question";

type Scope = Pick<SourceValues, "from" | "to" | "account" | "region" | "late">;

/** The condition on the view's columns that a command line sets. Undefined if it sets none. */
export function conditionOf({ from, to, account, region, late }: Scope): Question | undefined {
  const days = readPeriod({ from, to, lateDays: late });
  const parts = [
    part("day >= ?", days.from, day),
    part("day < ?", days.to, day),
    part("event_time >= ?", from, second),
    part("event_time < ?", to, second),
    oneOf("account", account),
    oneOf("region", region),
  ].filter(({ values }) => values.length > 0);
  if (parts.length === 0) return undefined;
  return { sql: parts.map(({ sql }) => sql).join(" AND "), values: parts.flatMap(({ values }) => values) };
}

function part(sql: string, time: number | undefined, text: (time: number) => string): Question {
  return { sql, values: time === undefined ? [] : [text(time)] };
}

function oneOf(column: string, values: readonly string[]): Question {
  return { sql: `${column} IN (${values.map(() => "?").join(", ")})`, values };
}

/** `2026/01/31` */
function day(time: number): string {
  return new Date(time).toISOString().slice(0, "2026-01-31".length).replaceAll("-", "/");
}

/** CloudTrail writes whole seconds. An event is not before a time between two of them if it is not before the next. */
function second(time: number): string {
  return new Date(Math.ceil(time / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
