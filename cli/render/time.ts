import { count } from "./count";

/** `340 ms`, `8.2 s`, `6 min 12 s`, `1 h 2 min`. */
export function showDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? pair(minutes, "min", seconds % 60, "s")
    : pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** Approximate duration in the largest unit of which there are at least two: `3 hours`. */
export function showAge(milliseconds: number): string {
  // Clocks differ: a time slightly in the future counts as now.
  const [unit, size] = UNITS.find(([, length]) => milliseconds >= 2 * length) ?? UNITS[3];
  return count(Math.max(0, Math.round(milliseconds / size)), unit);
}

/** `2026-11-21 21:45:00 UTC`, in UTC like all times in CloudTrail. */
export function showTime(at: Date | string): string {
  return `${showDate(at)} ${showClock(at)} UTC`;
}

/** `2026-11-21` */
export function showDate(at: Date | string): string {
  return iso(at).slice(0, 10);
}

/** `21:45:00` */
export function showClock(at: Date | string): string {
  return iso(at).slice(11, 19);
}

function iso(at: Date | string): string {
  return typeof at === "string" ? at : at.toISOString();
}
