import { AwsFailure } from "../aws/errors";
import { inParallel } from "../framework/pool";
import type { Check, Finding } from "./check";
import type { Context } from "./context";

/** A check with what it came to. */
export interface Result extends Finding {
  readonly check: Check;
  readonly milliseconds: number;
}

export interface RunOptions {
  /** Checks under way at a time. */
  readonly limit: number;
  readonly timeoutMs: number;
  readonly onDone?: (done: number) => void;
}

/** Runs checks side by side; one that fails, hangs or throws never stops the others. In the order given. */
export async function runChecks(checks: readonly Check[], context: Context, options: RunOptions): Promise<Result[]> {
  let done = 0;
  return inParallel(checks, options.limit, async (check) => {
    const result = await runCheck(check, context, options.timeoutMs);
    options.onDone?.(++done);
    return result;
  });
}

async function runCheck(check: Check, context: Context, timeoutMs: number): Promise<Result> {
  const start = performance.now();
  const finding = await within(check.timeoutMs ?? timeoutMs, context.signal, async () => check.run(context)).catch(
    findingOf,
  );
  return { check, ...finding, milliseconds: Math.round(performance.now() - start) };
}

/** The answer, or the end of the time for it. What it asked of AWS may serve other checks, so it goes on. */
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

/** What a check that threw came to. Only what AWS says is not there is a failure: all else says nothing. */
function findingOf(error: unknown): Finding {
  if (!(error instanceof AwsFailure))
    return { state: "unknown", found: `cannot be determined: ${(error as Error).message}` };
  const { kind, action, message } = error;
  switch (kind) {
    case "missing":
      return { state: "fail", found: `not there: ${message}` };
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
