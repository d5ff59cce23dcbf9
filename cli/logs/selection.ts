import { parseLogName, placeOfLog, serviceFolderOf } from "../../modules/log-keys";
import type { Filters } from "./filters/filters";

const DAY_MS = 24 * 60 * 60_000;

/** Which files may contain records that a search is for, by their names. */
export interface Selection extends Pick<Filters, "from" | "to" | "accounts" | "regions"> {
  /** CloudTrail may deliver a record this many days after its event. */
  readonly lateDays: number;
}

/** Why a file is not read: nothing is wrong with it. */
export type Skip = "digest" | "other service" | "outside";

/** Undefined for a file to read; that includes one whose name says nothing. */
export function skipReason(key: string, selection: Selection): Skip | undefined {
  const { accounts = [], regions = [] } = selection;
  const service = serviceFolderOf(key);
  if (service !== undefined && !service.startsWith("CloudTrail")) return "other service";
  const log = parseLogName(key);
  if (service === "CloudTrail-Digest" || log?.kind === "CloudTrail-Digest") return "digest";
  // The folder decides, as in a bucket and in a validation; a name in no such folder speaks for itself.
  const place = placeOfLog(key) ?? log;
  if (place === undefined) return undefined;
  if (accounts.length > 0 && !accounts.includes(place.account)) return "outside";
  if (regions.length > 0 && !regions.includes(place.region)) return "outside";
  if (log === undefined) return undefined;
  const { from, to } = readPeriod(selection);
  if (from !== undefined && log.day < dayOf(from)) return "outside";
  if (to !== undefined && log.day >= dayOf(to)) return "outside";
  return undefined;
}

/** A time in milliseconds since 1970, without its end. Undefined limits are none. */
export interface Period {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export const QUARTER_MS = 15 * 60_000;

/** The whole days whose files a search reads. */
export function readPeriod({ from, to, lateDays }: Pick<Selection, "from" | "to" | "lateDays">): Period {
  return {
    // The interval in a name begins up to fifteen minutes before the first event, so maybe on the day before.
    from: from === undefined ? undefined : dayStart(from - QUARTER_MS),
    to: to === undefined ? undefined : dayStart(to - 1) + (lateDays + 1) * DAY_MS,
  };
}

function dayStart(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

/** `20260131` */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "");
}
