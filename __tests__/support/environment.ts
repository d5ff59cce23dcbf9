import { checkEnvironments } from "../../environments/schema/check";
import type { EnvironmentConfig } from "../../environments/schema";

/** The least that an environment states. */
export const SMALLEST = {
  name: "test",
  protected: false,
  region: "eu-central-1",
  accounts: { archive: { id: "111122223333" }, audited: { id: "111122223333" } },
  state: { bucketName: "test-state" },
  key: { alias: "test-key", administrators: [] },
  logs: { bucketName: "test-logs" },
  accessLogs: { bucketName: "test-access-logs" },
  readers: [],
  trail: { name: "test-trail" },
} as const satisfies EnvironmentConfig;

/** As an override: takes the option away. */
export const ABSENT = Symbol("absent");

export interface Overrides {
  readonly [option: string]: unknown;
}

/** The smallest environment, or another, with overrides at any depth; lists are replaced as a whole. It must be valid. */
export function environmentWith(overrides: Overrides = {}, base: object = SMALLEST): EnvironmentConfig {
  const environments: unknown[] = [uncheckedWith(overrides, base)];
  checkEnvironments(environments);
  return environments[0]!;
}

/** The same without a check: also for what must be refused. */
export function uncheckedWith(overrides: Overrides = {}, base: object = SMALLEST): object {
  return merge(base, overrides) as object;
}

/** A copy with another value at a path such as `readers[0].roleName`. */
export function changed(base: object, path: string, value: unknown): object {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return place(base, keys, value) as object;
}

/** What is wrong with these environments, a line each. Anything but a plain error is thrown on. */
export function problemsOf(...environments: unknown[]): string[] {
  try {
    checkEnvironments(environments);
    return [];
  } catch (error) {
    if (!(error instanceof Error) || error.constructor.name !== "Error") throw error;
    return error.message.split("\n");
  }
}

function merge(base: unknown, override: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(override)) return override;
  const keys = new Set([...Object.keys(base), ...Object.keys(override)]);
  const merged = [...keys].map((key) => [
    key,
    Object.hasOwn(override, key) ? merge(own(base, key), override[key]) : base[key],
  ]);
  return Object.fromEntries(merged.filter(([, value]) => value !== ABSENT));
}

function place(base: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(base)) return base.map((item, index) => (String(index) === key ? place(item, rest, value) : item));
  const entries = isPlainObject(base) ? Object.entries(base).filter(([name]) => name !== key) : [];
  const placed = place(isPlainObject(base) ? own(base, key) : undefined, rest, value);
  return Object.fromEntries(placed === ABSENT ? entries : [...entries, [key, placed]]);
}

/** Not what objects inherit: hostile data names keys such as `__proto__`. */
function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
