import { UserError } from "../framework/user-error";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90s`, `15m`, `1h` or `200ms`. Throws a `UserError` for anything else, and for nothing at all. */
export function parseDuration(option: string, text: string): number {
  const [, count, unit] = /^(\d{1,6})(ms|s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit ?? ""] ?? NaN);
  if (!(milliseconds > 0)) throw new UserError(`${option} must be a time such as 90s or 15m, got "${text}"`);
  return milliseconds;
}
