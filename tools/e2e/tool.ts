import { join } from "node:path";
import type { CanaryResult } from "../../cli/results/canary";
import type { State } from "../../cli/verification/check";
import type { CheckJson, VerifyJson } from "../../cli/results/verify";
import { local } from "../local/local-environment";
import { runProgram, type Finished } from "../../cli/framework/process";
import { variablesOf, withoutAws } from "../terraform/environment";
import { expectSame, expectThat, Mismatch } from "./checks";
import { REGION, type TestContext } from "./test-context";

/** A tool that takes longer hangs. */
const LIMIT_MS = 90_000;

/** What a command runs on. */
export interface Target extends Pick<TestContext, "paths" | "emulator" | "credentials" | "signal"> {
  /** @default `local` */
  readonly environment?: string;
}

/** Runs a command of the tool against the emulator, in another process, because the gateway answers in this one. */
export async function auditTrail(
  { paths, emulator, credentials, signal, environment = local.name }: Target,
  command: string,
  ...args: string[]
): Promise<Finished> {
  const cli = join(__dirname, "..", "..", "cli", "main.js");
  const options = ["--environment", environment, "--outdir", paths.outdir, "--endpoint", emulator.endpoint];
  const late = AbortSignal.timeout(LIMIT_MS);
  const finished = await runProgram(process.execPath, [cli, command, ...options, ...args], {
    env: { ...withoutAws(process.env), ...variablesOf(credentials, REGION) },
    signal: AbortSignal.any([signal, late]),
    patienceMs: 1000,
  });
  if (late.aborted) throw new Mismatch(`audit-trail ${command} hangs: still running after ${LIMIT_MS / 1000} s`);
  return finished;
}

export interface Verified {
  readonly code: number | null;
  readonly json: VerifyJson;
}

export async function verify(context: Target, ...args: string[]): Promise<Verified> {
  const finished = await auditTrail(context, "verify", "--format", "json", ...args);
  return { code: finished.code, json: parsed<VerifyJson>(finished) };
}

export interface Walked {
  readonly code: number | null;
  readonly json: CanaryResult;
}

export async function canary(context: TestContext): Promise<Walked> {
  const finished = await auditTrail(context, "canary", "--format", "json", "--timeout", "60s");
  return { code: finished.code, json: parsed<CanaryResult>(finished) };
}

function parsed<Json>({ code, stdout, stderr }: Finished): Json {
  try {
    return JSON.parse(stdout) as Json;
  } catch {
    throw new Mismatch(`no JSON, exit ${code}: ${stderr.trim() || stdout.slice(0, 200)}`);
  }
}

/** Sorted ids of the checks in a state. */
export function idsOf({ checks }: VerifyJson, state: State): string[] {
  return checks
    .filter((check) => check.state === state)
    .map(({ id }) => id)
    .sort();
}

export function checkOf({ checks }: VerifyJson, id: string): CheckJson {
  const check = checks.find((one) => one.id === id);
  expectThat(check !== undefined, `verify has no check ${id}`);
  return check;
}

/** Exit status 0, and no check failed or is unknown. */
export function expectSound({ code, json }: Verified): void {
  for (const state of ["fail", "unknown", "warn"] as const) {
    const told = json.checks.filter((check) => check.state === state).map(({ id, found }) => `${id}: ${found}`);
    expectSame(`checks with state ${state}`, told, []);
  }
  expectSame("exit", code, 0);
}
