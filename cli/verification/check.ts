import type { Context } from "./context";

export const STATES = ["pass", "fail", "warn", "unknown", "not enforced", "skipped"] as const;

/**
 * `unknown`: AWS did not tell, for a missing permission or another reason. `not enforced`: an emulator answered, which
 * does not do what AWS would.
 */
export type State = (typeof STATES)[number];

/** What a check came to. */
export interface Finding {
  readonly state: State;
  /** In a few words; of an unknown or skipped check the reason. May quote AWS: escape it where it is shown. */
  readonly found: string;
  /** Lines. @default none */
  readonly details?: readonly string[] | undefined;
  /** The permission that the caller lacks: `kms:DescribeKey`. */
  readonly missingPermission?: string | undefined;
}

/** Something to ask of AWS. */
export interface Check {
  /** `key.rotation`; stable, unique. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly expected: string;
  /** The step of an example that it checks: `encrypted-bucket-walkthrough, step 1`. */
  readonly exampleStep?: string | undefined;
  /** Ids of the catalogue of controls. */
  readonly controls: readonly string[];
  /** @default the run's */
  readonly timeoutMs?: number;
  readonly run: (context: Context) => Finding | Promise<Finding>;
}

export const GROUPS = [
  "Key",
  "Log bucket",
  "Access-log bucket",
  "Replica",
  "Account",
  "Trail",
  "Access",
  "Logs",
  "Drift",
] as const;

export type Group = (typeof GROUPS)[number];

/** Steps of the two examples: folders of `examples/` whose READMEs have a heading for each step. */
export function walkthrough(step: number): string {
  return `encrypted-bucket-walkthrough, step ${step}`;
}

export function logging(step: number): string {
  return `secure-cloudtrail-logging, step ${step}`;
}

export function pass(found: string, details?: readonly string[]): Finding {
  return { state: "pass", found, details };
}

export function fail(found: string, details?: readonly string[]): Finding {
  return { state: "fail", found, details };
}

export function skipped(found: string): Finding {
  return { state: "skipped", found };
}

/** Passes where both texts are the same. */
export function same(expected: string, found: string): Finding {
  return expected === found ? pass(found) : fail(found);
}

/** Passes where both hold the same lines in any order; the differences are told a line each. */
export function sameLines(expected: readonly string[], found: readonly string[], summary: string): Finding {
  const missing = expected.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`);
  const added = found.filter((line) => !expected.includes(line)).map((line) => `added: ${line}`);
  const details = [...missing, ...added];
  return details.length === 0 ? pass(summary) : fail(`${summary}, which differ`, details);
}
