import { showDuration } from "../render/time";
import type { ExpectedRecord } from "./canary";

/** A stage in the delivery of a record. */
export interface Delay {
  readonly from: string;
  readonly to: string;
  readonly milliseconds: number;
}

/** The duration of each stage: the call, AWS's time of it, the log file, and finding the record. */
export function delaysOf({ calledAt, found }: ExpectedRecord): Delay[] {
  if (!found) return [];
  const moments: (readonly [string, string | undefined])[] = [
    ["call", calledAt],
    ["event", found.eventTime],
    ["log file", found.deliveredAt],
    ["found", found.foundAt],
  ];
  const known = moments.flatMap(([name, time]) => (time === undefined ? [] : [{ name, at: Date.parse(time) }]));
  return known.slice(1).map(({ name, at }, index) => {
    const before = known[index]!;
    // AWS writes whole seconds, and its clock differs from this one.
    return { from: before.name, to: name, milliseconds: Math.max(0, at - before.at) };
  });
}

export function showDelays(record: ExpectedRecord): string {
  return delaysOf(record)
    .map(({ from, to, milliseconds }) => `${from} to ${to} ${showDuration(milliseconds)}`)
    .join(", ");
}
