import type { Arguments } from "../../../model/stack";
import { at, blocks, numberAt, Unreadable } from "../../../model/blocks";
import { showDate } from "../../../render/time";
import { meant, type Protection } from "./protection";
import { isOfNewBucket } from "./references";

/** New rules, and rules that delete log files earlier than before. */
export const lifecycle: Protection = {
  id: "retention-shortened",
  types: ["aws_s3_bucket_lifecycle_configuration"],
  reads: ["rule"],
  check: (resource, plan) => {
    const { before, after } = resource;
    if (!after || (!before && isOfNewBucket(resource, plan))) return undefined;
    const found = ENDS.flatMap(({ path, endOf, show }) =>
      [...new Set(enabled(after).map(scopeOf))].flatMap((scope) => {
        const [was, will] = [before, after].map((values) => soonest(values, endOf, scope));
        if (will! >= was!) return [];
        const where = scope === EVERYTHING ? "" : ` of ${scope}`;
        return `${path}${where}: ${was === Infinity ? "never" : show(was!)} -> ${show(will!)}`;
      }),
    );
    return [...found, ...fewerVersions(before, after), ...soonerArchived(before, after)].join(", ") || undefined;
  },
};

interface End {
  readonly path: string;
  /** Days after which a rule deletes; 0 if it does not. */
  readonly endOf: (rule: Arguments) => number;
  readonly show: (end: number) => string;
}

const ENDS: readonly End[] = [
  ...["expiration.days", "noncurrent_version_expiration.noncurrent_days"].map((path) => ({
    path,
    endOf: (rule: Arguments) => numberAt(rule, path),
    show: String,
  })),
  { path: "expiration.date", endOf: dateOf, show: (end) => showDate(new Date(end)) },
];

const EVERYTHING = "";

/** The files that a rule applies to, in a form that can be compared. */
function scopeOf(rule: Arguments): string {
  const { filter, prefix } = rule;
  return meant([filter, prefix]);
}

/** Days after which the first enabled rule deletes files in the scope; `Infinity` if none does. */
function soonest(values: Arguments | undefined, endOf: End["endOf"], scope: string): number {
  return Math.min(
    Infinity,
    ...enabled(values)
      .filter((rule) => [scope, EVERYTHING].includes(scopeOf(rule)))
      .map(endOf)
      .filter((end) => end > 0),
  );
}

/** S3 keeps the given number of old versions forever, whatever their age. */
function fewerVersions(before: Arguments | undefined, after: Arguments): string[] {
  const [was, will] = [keptVersions(before), keptVersions(after)];
  return was !== Infinity && will < was ? [`${KEPT}: ${was} -> ${will}`] : [];
}

/** In these classes a log file takes hours to come back, and a query or a validation fails meanwhile. */
const OFFLINE = ["GLACIER", "DEEP_ARCHIVE"];

/** Log files are asked for in the first months: a move offline before that takes them out of reach. */
const ONLINE_DAYS = 90;

function soonerArchived(before: Arguments | undefined, after: Arguments): string[] {
  const [was, will] = [daysOnline(before), daysOnline(after)];
  if (will >= was || will >= ONLINE_DAYS) return [];
  return [`transition to an offline storage class: ${was === Infinity ? "never" : was} -> ${will} days`];
}

function daysOnline(values: Arguments | undefined): number {
  const moves = enabled(values).flatMap((rule) => blocks(rule, "transition"));
  const offline = moves.filter(({ storage_class: one }) => OFFLINE.includes(String(one)));
  return Math.min(Infinity, ...offline.map((move) => numberAt(move, "days")));
}

const KEPT = "noncurrent_version_expiration.newer_noncurrent_versions";

function keptVersions(values: Arguments | undefined): number {
  const expiring = enabled(values).filter((rule) => blocks(rule, "noncurrent_version_expiration").length > 0);
  return Math.min(Infinity, ...expiring.map((rule) => numberAt(rule, KEPT)));
}

function dateOf(rule: Arguments): number {
  const date = at(rule, "expiration.date") ?? "";
  const time = date === "" ? 0 : Date.parse(String(date));
  if (Number.isNaN(time)) throw new Unreadable();
  return time;
}

function enabled(values: Arguments | undefined): readonly Arguments[] {
  return blocks(values, "rule").filter(({ status }) => status === "Enabled");
}
