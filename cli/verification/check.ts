import type { AwsFailure } from "../aws/errors";
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
  /** The resource is not there. @default it is, or nobody knows */
  readonly gone?: boolean;
  /** The call that failed. @default every call succeeded */
  readonly failure?: AwsFailure;
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
  /** Id of the check that reports whether the resource is there. @default none */
  readonly needs?: string;
  /** @default the run's timeout */
  readonly timeoutMs?: number;
  readonly run: (context: Context) => Finding | Promise<Finding>;
}

/** A check with its result. */
export interface Result extends Finding {
  readonly check: Check;
  readonly milliseconds: number;
  /** Id of the check whose result explains this one. @default none */
  readonly cause?: string;
}

export const GROUPS = [
  "Key",
  "Log bucket",
  "Access-log bucket",
  "Replica",
  "State bucket",
  "Account",
  "Trail",
  "Alerts",
  "Threats",
  "Queries",
  "Roles",
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

/** The resource is not there: what needs it is not reported again. */
export function gone(found: string): Finding {
  return { state: "fail", found, gone: true };
}

/**
 * Passes if both have the same lines in any order; otherwise, lists the differences. Unknown if a configured value is a
 * reference that only Terraform resolves.
 */
export function sameLines(expected: readonly string[], found: readonly string[]): Finding {
  const values = found.join("; ") || "none";
  const references = expected.filter((line) => line.includes("${"));
  if (references.length > 0) {
    return { state: "unknown", found: values, details: references.map((line) => `only Terraform knows: ${line}`) };
  }
  const missing = expected.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`);
  const added = found.filter((line) => !expected.includes(line)).map((line) => `added: ${line}`);
  const details = [...missing, ...added];
  return details.length === 0 ? pass(values) : fail(values, details);
}
