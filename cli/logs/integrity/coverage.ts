import { timeInName } from "../../../modules/log-keys";
import { HOUR_MS, type Proof } from "./chain";
import type { Digest } from "./digest";
import type { StoredFile } from "./store";

const MINUTE_MS = 60_000;

/** The period in which a digest's log files were delivered. */
export interface Window {
  readonly from: number;
  readonly to: number;
  /** Whether the digest is proven, so that it names all log files of its period. */
  readonly isProven: boolean;
}

/** The periods of digests. One that cannot be read still has its hour in its name. Backfill digests have none. */
export function windowsOf(proofs: ReadonlyMap<Digest, Proof>): Window[] {
  return [...proofs]
    .filter(([{ named }]) => !named.isBackfill)
    .map(([{ named, content }, { state }]) => {
      const isProven = content !== undefined && state === "valid";
      const from = isProven ? content.startsAt : named.endsAt - HOUR_MS;
      return { from, to: isProven ? content.endsAt : named.endsAt, isProven };
    })
    .sort((a, b) => a.from - b.from);
}

export interface CoverageOptions {
  readonly windows: readonly Window[];
  /** When the files were listed or copied. Undefined if nobody knows. */
  readonly at: number | undefined;
  /** How late the newest digest may be, in milliseconds. */
  readonly graceMs: number;
}

/** CloudTrail delivers a file within minutes after the interval in its name. */
const DELIVERY_MS = { before: 5 * MINUTE_MS, after: 20 * MINUTE_MS };
/** The time of the delivery and the time at which S3 stored the file differ by less. */
const CLOCK_MS = 5 * MINUTE_MS;
const LATE_MS = 6 * HOUR_MS;

/** Whether a file was stored so much later than its name says that CloudTrail hardly delivered it. */
export function isLate(slot: number, stored: number): boolean {
  return stored - slot > LATE_MS;
}

/** Whether a log file of the period was stored after it, but not so late that CloudTrail hardly delivered it. */
export function isStoredAfter({ key, modified }: StoredFile, from = -Infinity, to: number): boolean {
  const slot = timeInName(key);
  if (slot === undefined || modified === undefined || hasOddName(key)) return false;
  return slot >= from && slot < to && modified >= to && !isLate(slot, modified);
}

/** Whether a log file may have been delivered after a time because its interval had hardly ended. */
export function isNear(slot: number, to: number): boolean {
  return slot >= to - DELIVERY_MS.after;
}

/** Whether a log file has no time in its name, or one of another day than its folder. */
export function hasOddName(key: string): boolean {
  const time = timeInName(key);
  const [, year, month, day] = /\/(\d{4})\/(\d\d)\/(\d\d)\/[^/]*$/.exec(key) ?? [];
  if (time === undefined || year === undefined) return true;
  return !new Date(time).toISOString().startsWith(`${year}-${month}-${day}T`);
}

/** What a log file is that no digest names. */
export function withoutReference(file: StoredFile, { windows, at, graceMs }: CoverageOptions): Proof {
  const slot = timeInName(file.key);
  const stored = file.modified;
  if (slot === undefined || hasOddName(file.key)) {
    return { state: "extra", detail: "CloudTrail does not give files in this folder such names" };
  }
  const time = stored ?? slot;
  if (stored !== undefined && isLate(slot, stored)) {
    const late = `it was stored ${new Date(stored).toISOString()}, long after the time in its name`;
    if (covering(windows, slot - DELIVERY_MS.before, slot + DELIVERY_MS.after)) return { state: "extra", detail: late };
  }
  const [from, to] =
    stored === undefined
      ? [time - DELIVERY_MS.before, time + DELIVERY_MS.after]
      : [stored - CLOCK_MS, stored + CLOCK_MS];
  const found = covering(windows, from, to);
  if (found === "proven") return { state: "extra", detail: "the digest of its time does not name it" };
  if (found === "unproven") return { state: "unproven", detail: "the digest of its time is not proven" };
  const last = windows.reduce((latest, one) => Math.max(latest, one.to), -Infinity);
  const isLater = to > last && windows.length > 0;
  if (!isLater) return { state: "uncovered", detail: "there is no digest of its time" };
  if (at === undefined) {
    return {
      state: "unproven",
      detail: "it is later than the last digest, and nothing says when this copy was made: give --to",
    };
  }
  if (at - time < graceMs) return { state: "pending", detail: "its digest is not due yet" };
  return { state: "uncovered", detail: "its digest is due, and is not there" };
}

/** Whether digests cover a whole period, and whether all of these are proven. */
function covering(windows: readonly Window[], from: number, to: number): "proven" | "unproven" | undefined {
  let at = from;
  let isProven = true;
  for (const window of windows) {
    if (window.to <= from || window.from >= to) continue;
    isProven &&= window.isProven;
    // The names of digests have no fractions of seconds.
    if (window.from > at + 1000) return undefined;
    at = Math.max(at, window.to);
  }
  if (at < to) return undefined;
  return isProven ? "proven" : "unproven";
}
