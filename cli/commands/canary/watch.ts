import { count } from "../../render/count";
import { setTimeout as sleep } from "node:timers/promises";
import { AwsFailure } from "../../aws/errors";
import type { Context, Outcome } from "./context";
import { evidence } from "./context";
import { showDuration } from "../../render/time";
import type { Expectations } from "./expected";
import { LogReader } from "./log-reader";

/**
 * Step 5: looks for the records until all required ones are found or the time is over. A lost connection costs only one
 * round.
 */
export async function watchLogs(context: Context, expected: Expectations): Promise<Outcome> {
  const { clock, timeoutMs, pollMs, signal } = context;
  const reader = new LogReader(context, expected);
  const began = clock().getTime();
  let failure: string | undefined;
  // Records that are not required usually arrive with the others, or in one more round.
  let roundsAfter = 1;
  for (;;) {
    failure = await lookOnce(reader, signal);
    if (expected.allFound() || (expected.requiredFound() && roundsAfter-- === 0)) break;
    const left = began + timeoutMs - clock().getTime();
    if (left <= 0) break;
    await wait(context, Math.min(pollMs, left), () => describeWaiting(context, expected, reader, began, failure));
  }
  return outcomeOf(expected, reader, failure, clock().getTime() - began);
}

/** One round. Returns the message of a transient failure. */
async function lookOnce(reader: LogReader, signal: AbortSignal): Promise<string | undefined> {
  try {
    await reader.look();
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AwsFailure && error.isTransient)) throw error;
    return error.message;
  }
}

function outcomeOf(expected: Expectations, reader: LogReader, failure: string | undefined, waited: number): Outcome {
  const unreadable = reader.unreadable.map(({ file, why }) => evidence("warn", `${file} is not a log file: ${why}`));
  const missing = expected.missing();
  const read = `${count(reader.filesRead, "new log file")} read`;
  if (missing.length === 0) return { state: "pass", text: `all found; ${read}`, evidence: unreadable };
  const names = missing.map(({ title }) => title).join("; ");
  const lost = failure === undefined ? [] : [evidence("warn", `the last read failed: ${failure}`)];
  const text = `missing after ${showDuration(waited)}: ${names}; ${read}`;
  // Without a single completed round, the records may exist.
  const blind = failure !== undefined && reader.looks === 0;
  return { state: blind ? "unknown" : "fail", text, evidence: [...lost, ...unreadable] };
}

function describeWaiting(
  { clock, timeoutMs }: Context,
  expected: Expectations,
  { filesRead }: LogReader,
  began: number,
  failure: string | undefined,
): string {
  const waited = showDuration(clock().getTime() - began);
  const open = expected.missing().map(({ title }) => title);
  const what = open.length === 0 ? "records that are not required" : open.join(", ");
  const lost = failure === undefined ? "" : `; connection lost, retrying (${failure})`;
  return `waiting for ${what}: ${waited} of ${showDuration(timeoutMs)}, ${filesRead} log files read${lost}`;
}

/** Waits in short intervals, to update the status line. */
async function wait({ signal, listener }: Context, milliseconds: number, describeStep: () => string): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 1000) {
    listener.progress(describeStep());
    await sleep(Math.min(1000, left), undefined, { signal });
  }
}
