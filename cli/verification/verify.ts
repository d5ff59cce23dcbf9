import type { Environment } from "../model/environment";
import { checksOf } from "./checks/all";
import { STATES, type Result, type State } from "./check";
import { runChecks } from "./run-checks";
import { openSession, type SessionOptions } from "./session";
import { locationsOf } from "./locations";
import type { Location } from "../../modules/policy";

/** Checks that run in parallel: fast, and far below AWS's request limits. */
const LIMIT = 8;

export interface VerifyOptions extends SessionOptions {
  readonly environment: Environment;
  readonly drift: boolean;
  /** Age of the oldest log files to validate, in milliseconds. @default none are validated */
  readonly logsMs?: number | undefined;
  /** What is not checked, one sentence each. @default everything is */
  readonly notes?: readonly string[];
  readonly onDone?: (done: number, all: number) => void;
}

/** The results of an environment's checks. */
export interface Verification {
  readonly environment: string;
  readonly endpoint: string | undefined;
  readonly at: Date;
  readonly places: readonly Location[];
  readonly results: readonly Result[];
  readonly notes?: readonly string[];
}

/** Compares the deployed resources with the synthesized stacks. Throws a `UserError` if AWS does not answer, or stops. */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { environment, drift, logsMs, notes = [], onDone, timeoutMs, endpoint, now = new Date() } = options;
  const checks = checksOf(environment, { drift, logsMs });
  const { context, checkReachable, end } = await openSession(environment, { ...options, now });
  try {
    const results = await runChecks(checks, context, {
      limit: LIMIT,
      timeoutMs,
      onDone: (done) => onDone?.(done, checks.length),
    });
    await checkReachable();
    return { environment: environment.name, endpoint, at: now, places: locationsOf(environment), results, notes };
  } finally {
    end();
  }
}

/** The number of checks in each state. */
export function counts({ results }: Verification): Readonly<Record<State, number>> {
  const count = (state: State) => results.filter((result) => result.state === state).length;
  return Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<State, number>;
}

const WORDS: Readonly<Record<State, string>> = {
  pass: "passed",
  fail: "failed",
  warn: "warned",
  unknown: "unknown",
  "not enforced": "not enforced here",
  skipped: "skipped",
};

/** `31 passed, 1 failed, 2 unknown`: the states that occur, and always passed and failed. */
export function verdict(verification: Verification): string {
  const all = counts(verification);
  return STATES.filter((state) => state === "pass" || state === "fail" || all[state] > 0)
    .map((state) => `${all[state]} ${WORDS[state]}`)
    .join(", ");
}

/** Whether a check failed. With `strict`, unknown results count too. */
export function isFinding(verification: Verification, strict: boolean): boolean {
  const { fail, unknown } = counts(verification);
  return fail > 0 || (strict && unknown > 0);
}
