import { parseLogName, serviceFolderOf } from "../../modules/log-keys";
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
export function skipReason(
  key: string,
  { from, to, accounts = [], regions = [], lateDays }: Selection,
): Skip | undefined {
  const service = serviceFolderOf(key);
  if (service !== undefined && !service.startsWith("CloudTrail")) return "other service";
  const log = parseLogName(key);
  if (log === undefined) return service === "CloudTrail-Digest" ? "digest" : undefined;
  if (log.kind === "CloudTrail-Digest") return "digest";
  if (accounts.length > 0 && !accounts.includes(log.account)) return "outside";
  if (regions.length > 0 && !regions.includes(log.region)) return "outside";
  // The interval in the name begins up to fifteen minutes before the first event, so maybe on the day before.
  if (from !== undefined && log.day < dayOf(from - QUARTER_MS)) return "outside";
  if (to !== undefined && log.day > dayOf(to - 1 + lateDays * DAY_MS)) return "outside";
  return undefined;
}

export const QUARTER_MS = 15 * 60_000;

/** `20260131` */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "");
}
