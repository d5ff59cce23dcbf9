import type { Configuration } from "../../model/model";

/** CloudTrail names a log file for the five minutes it belongs to, which may begin before the call. */
const NAMED_EARLIER_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** A day's folder of log files, and the name after which new ones come. */
export interface LogFolder {
  readonly prefix: string;
  readonly startAfter: string;
}

/** Where records of calls since a time may lie by now, a folder for each Region and day (UTC). */
export function logFolders(
  { trail, organizationId }: Pick<Configuration, "trail" | "organizationId">,
  account: string,
  regions: readonly string[],
  since: Date,
  now: Date,
): LogFolder[] {
  const base = `${trail.prefix}AWSLogs/${trail.organizationTrail ? `${organizationId}/` : ""}${account}/CloudTrail`;
  const from = new Date(since.getTime() - NAMED_EARLIER_MS);
  const stamp = from.toISOString().replace(/[-:]/g, "").slice(0, "20260101T0000".length);
  return [...new Set(regions)].flatMap((region) =>
    days(from, now).map((day) => {
      const prefix = `${base}/${region}/${day.replaceAll("-", "/")}/`;
      return { prefix, startAfter: `${prefix}${account}_CloudTrail_${region}_${stamp}` };
    }),
  );
}

/** `2026-11-21`, each day of the span; the first alone where the clock went back. */
function days(from: Date, to: Date): string[] {
  const midnight = (date: Date) => Math.floor(date.getTime() / DAY_MS);
  const count = Math.max(0, midnight(to) - midnight(from)) + 1;
  return Array.from({ length: count }, (_, index) =>
    new Date((midnight(from) + index) * DAY_MS).toISOString().slice(0, "2026-01-01".length),
  );
}
