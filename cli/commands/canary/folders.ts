import { dayFolder, minuteStamp, namePrefix, type LogSource } from "../../../modules/log-keys";
import type { Environment } from "../../model/environment";

/** The name of a log file contains the start of its five-minute interval, which may be before the call. */
const NAMED_EARLIER_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** A day's folder of log files, and the name after which new files appear. */
export interface LogFolder {
  readonly prefix: string;
  readonly startAfter: string;
}

/** Folders that may contain records of calls since a time, one for each Region and day (UTC). */
export function logFolders(
  { trail }: Pick<Environment, "trail">,
  account: string,
  regions: readonly string[],
  since: Date,
  now: Date,
): LogFolder[] {
  const from = new Date(since.getTime() - NAMED_EARLIER_MS);
  return [...new Set(regions)].flatMap((region) => {
    const source: LogSource = { account, kind: "CloudTrail", region };
    return days(from, now).map((day) => {
      const prefix = dayFolder(trail.logs, source, day);
      return { prefix, startAfter: `${prefix}${namePrefix(source)}${minuteStamp(from)}` };
    });
  });
}

/** Each day of the interval; only the first if the clock was set back. */
function days(from: Date, to: Date): Date[] {
  const midnight = (date: Date) => Math.floor(date.getTime() / DAY_MS);
  const count = Math.max(0, midnight(to) - midnight(from)) + 1;
  return Array.from({ length: count }, (_, index) => new Date((midnight(from) + index) * DAY_MS));
}
