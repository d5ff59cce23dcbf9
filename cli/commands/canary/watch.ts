import { count } from "../../render/count";
import { setTimeout as sleep } from "node:timers/promises";
import { isTransient, describeError } from "./calls";
import type { Context, Outcome } from "./context";
import { evidence } from "./context";
import { showDuration } from "../../render/time";
import type { Expectations } from "./expected";
import { LogReader } from "./log-reader";

/**
 * Step 5: looks for the records until all required ones have come, or the time is over. A lost connection costs a
 * round, not the run.
 */
export async function watchLogs(context: Context, expected: Expectations): Promise<Outcome> {
  const { clock, timeoutMs, pollMs, signal } = context;
  const reader = new LogReader(context, expected);
  const began = clock().getTime();
  let trouble: string | undefined;
  // What need not come mostly comes with the rest: one more round for it.
  let roundsAfter = 1;
  for (;;) {
    trouble = await lookOnce(reader, signal);
    if (expected.allFound() || (expected.requiredFound() && roundsAfter-- === 0)) break;
    const left = began + timeoutMs - clock().getTime();
    if (left <= 0) break;
    await wait(context, Math.min(pollMs, left), () => describeWaiting(context, expected, reader, began, trouble));
  }
  return outcomeOf(expected, reader, trouble, clock().getTime() - began);
}

/** Gives what went wrong, where it may go right next time. */
async function lookOnce(reader: LogReader, signal: AbortSignal): Promise<string | undefined> {
  try {
    await reader.look();
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (!isTransient(error)) throw error;
    return describeError(error);
  }
}

function outcomeOf(expected: Expectations, reader: LogReader, trouble: string | undefined, waited: number): Outcome {
  const unreadable = reader.unreadable.map(({ file, why }) => evidence("warn", `${file} is not a log file: ${why}`));
  const missing = expected.missing();
  const read = `${count(reader.filesRead, "new log file")} read`;
  if (missing.length === 0) return { state: "pass", text: `all found; ${read}`, evidence: unreadable };
  const names = missing.map(({ title }) => title).join(", ");
  const lost = trouble === undefined ? [] : [evidence("warn", `the last read failed: ${trouble}`)];
  const text = `no record of ${names} after ${showDuration(waited)}; ${read}`;
  // Who could not look cannot say that nothing is there.
  const blind = trouble !== undefined && reader.looks === 0;
  return { state: blind ? "unknown" : "fail", text, evidence: [...lost, ...unreadable] };
}

function describeWaiting(
  { clock, timeoutMs }: Context,
  expected: Expectations,
  { filesRead }: LogReader,
  began: number,
  trouble: string | undefined,
): string {
  const waited = showDuration(clock().getTime() - began);
  const open = expected.missing().map(({ title }) => title);
  const what = open.length === 0 ? "what may still come" : open.join(", ");
  const lost = trouble === undefined ? "" : `; connection lost, trying again (${trouble})`;
  return `waiting for ${what}: ${waited} of ${showDuration(timeoutMs)}, ${filesRead} log files read${lost}`;
}

/** Waits in short pieces, so that the line on the terminal counts. */
async function wait({ signal, listener }: Context, milliseconds: number, describeStep: () => string): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 1000) {
    listener.progress(describeStep());
    await sleep(Math.min(1000, left), undefined, { signal });
  }
}
