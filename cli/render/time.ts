const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** A span of time in its largest whole unit: `3 hours`. */
export function span(milliseconds: number): string {
  // Clocks differ: a time a little ahead is now.
  const [unit, size] = UNITS.find(([, length]) => milliseconds >= 2 * length) ?? UNITS[3];
  const count = Math.max(0, Math.round(milliseconds / size));
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
