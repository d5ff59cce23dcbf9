import { readEnvironment } from "../../cli/model/read";
import type { VerifyJson } from "../../cli/results/verify";
import { verify, type Verification, type VerifyOptions } from "../../cli/verification/verify";

/** An endpoint where nobody listens: for tests whose AWS is a fake, so that no request leaves the machine. */
export const NOWHERE = "http://127.0.0.1:9";

/** What `verified` receives: where the environment is synthesized, and what matters to the test. */
export interface Verified extends Partial<Omit<VerifyOptions, "environment">> {
  readonly outdir: string;
  readonly environment: string;
}

/** Verifies with what a test leaves to chance. */
export async function verified({ outdir, environment, ...options }: Verified): Promise<Verification> {
  return verify({
    environment: readEnvironment(outdir, environment),
    drift: false,
    endpoint: undefined,
    profile: undefined,
    roles: [],
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...options,
  });
}

/** One result. Throws where there is none. */
export function resultOf({ results }: Verification, id: string) {
  const found = results.find(({ check }) => check.id === id);
  if (!found) throw new Error(`no check ${id}, only ${results.map(({ check }) => check.id).join(", ")}`);
  return found;
}

/** Ids of the checks in a state. */
export function idsOf({ results }: Verification, state: string): string[] {
  return results.filter((result) => result.state === state).map(({ check }) => check.id);
}

/** The machine-readable result of a command's output. */
export function parsed(text: string): VerifyJson {
  return JSON.parse(text) as VerifyJson;
}
