import type { Context } from "./context";

export const STATES = ["pass", "fail", "warn", "unknown", "not enforced", "skipped"] as const;

/**
 * `unknown`: AWS did not answer, because of a missing permission or another reason. `not enforced`: an emulator
 * answered, which does not enforce what AWS does.
 */
export type State = (typeof STATES)[number];

/** The result of a check. */
export interface Finding {
  readonly state: State;
  /** A few words; for an unknown or skipped check the reason. May quote AWS: escape it for output. */
  readonly found: string;
  /** Further lines. @default none */
  readonly details?: readonly string[] | undefined;
  /** The permission that the caller lacks: `kms:DescribeKey`. */
  readonly missingPermission?: string | undefined;
}

/** A check of something in AWS. */
export interface Check {
  /** `key.rotation`; stable and unique. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly expected: string;
  /** The step of an example that it covers: `encrypted-bucket-walkthrough, step 1`. */
  readonly exampleStep?: string | undefined;
  /** Ids of the controls that it supports. */
  readonly controls: readonly string[];
  /** @default the run's timeout */
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

/** Steps of the two examples: folders in `examples/` whose READMEs have a heading for each step. */
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

/** Passes if both texts are equal. */
export function same(expected: string, found: string): Finding {
  return expected === found ? pass(found) : fail(found);
}

/** Passes if both have the same lines in any order; otherwise, lists the differences. */
export function sameLines(expected: readonly string[], found: readonly string[], summary: string): Finding {
  const missing = expected.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`);
  const added = found.filter((line) => !expected.includes(line)).map((line) => `added: ${line}`);
  const details = [...missing, ...added];
  return details.length === 0 ? pass(summary) : fail(`${summary}, which differ`, details);
}
