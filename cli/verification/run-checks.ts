import { AwsFailure } from "../aws/errors";
import { inParallel } from "../framework/pool";
import { withCauses } from "./causes";
import { gone, type Check, type Finding, type Result } from "./check";
import type { Context } from "./context";

export interface RunOptions {
  /** Number of parallel checks. */
  readonly limit: number;
  readonly timeoutMs: number;
  readonly onDone?: (done: number) => void;
}

/**
 * Runs checks in parallel; one that fails, hangs or throws never stops the others. The results are in the given order, each
 * cause reported once.
 */
export async function runChecks(checks: readonly Check[], context: Context, options: RunOptions): Promise<Result[]> {
  let done = 0;
  const results = await inParallel(checks, options.limit, async (check) => {
    const result = await runCheck(check, context, options.timeoutMs);
    options.onDone?.(++done);
    return result;
  });
  return withCauses(results);
}

async function runCheck(check: Check, context: Context, timeoutMs: number): Promise<Result> {
  const start = performance.now();
  const finding = await within(check.timeoutMs ?? timeoutMs, context.signal, async () => check.run(context)).catch(
    findingOf,
  );
  return { check, ...finding, milliseconds: Math.round(performance.now() - start) };
}

/** The finding, or `unknown` after the time limit. Its AWS calls continue, because other checks may share them. */
async function within(limit: number, signal: AbortSignal, run: () => Promise<Finding>): Promise<Finding> {
  let cleanUp = () => {};
  const ended = new Promise<Finding>((resolve) => {
    const unknown = (found: string) => resolve({ state: "unknown", found });
    const timer = setTimeout(() => unknown(`no answer within ${limit / 1000} seconds`), limit);
    const interrupted = () => unknown("interrupted");
    signal.addEventListener("abort", interrupted);
    cleanUp = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", interrupted);
    };
    if (signal.aborted) interrupted();
  });
  try {
    return await Promise.race([run(), ended]);
  } finally {
    cleanUp();
  }
}

/**
 * The finding for a check that threw. Only a resource that AWS reports as missing is a failure; every other error is
 * unknown.
 */
function findingOf(error: unknown): Finding {
  if (!(error instanceof AwsFailure))
    return { state: "unknown", found: `cannot be determined: ${(error as Error).message}` };
  return { ...failureFinding(error), failure: error };
}

function failureFinding({ kind, action, message }: AwsFailure): Finding {
  switch (kind) {
    case "missing":
      return gone(`not there: ${message}`);
    case "denied":
      return { state: "unknown", found: `no permission: ${action}`, details: [message], missingPermission: action };
    case "credentials":
      return { state: "unknown", found: `authentication failed: ${message}` };
    case "throttled":
      return { state: "unknown", found: `too many calls: ${message}` };
    case "unreachable":
      return { state: "unknown", found: `no answer: ${message}` };
    case "broken":
      return { state: "unknown", found: `unusable response: ${message}` };
  }
}
