import { constants } from "node:os";
import { writeFailure } from "./file-error";
import { killPrograms } from "./process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * npm and npx forward a Ctrl-C that the terminal has already sent to their programs, so two signals within a few
 * milliseconds count as one.
 */
const SAME_MS = 300;

export interface Interrupt {
  /** Aborted by the first Ctrl-C: stop the work. */
  readonly signal: AbortSignal;
  /** Aborted by the second Ctrl-C: stop cleaning up. */
  readonly again: AbortSignal;
  /** The exit status that shells use: 130 after Ctrl-C. Undefined without an interrupt. */
  readonly status: () => number | undefined;
}

/**
 * Runs work that Ctrl-C, SIGTERM and SIGHUP (a closed terminal) interrupt. `onInterrupt` informs the user. With `times`
 * 2, the work also receives a second Ctrl-C. One more ends this process and its programs immediately, with the signal.
 */
export async function interruptible<Result>(
  onInterrupt: (count: number) => void,
  work: (interrupt: Interrupt) => Promise<Result>,
  times: 1 | 2 = 1,
): Promise<Result> {
  const controllers = [new AbortController(), new AbortController()] as const;
  let count = 0;
  let last = -Infinity;
  let status: number | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (performance.now() - last < SAME_MS) return;
    last = performance.now();
    status ??= 128 + constants.signals[name];
    if (count === times) {
      stopListening();
      killPrograms();
      process.kill(process.pid, name);
      return;
    }
    onInterrupt(++count);
    controllers[count - 1]?.abort(new Error("Interrupted"));
  };
  const stopListening = () => SIGNALS.forEach((name) => process.off(name, onSignal));
  SIGNALS.forEach((name) => process.on(name, onSignal));
  try {
    return await work({ signal: controllers[0].signal, again: controllers[1].signal, status: () => status });
  } finally {
    // A forwarded copy of the signal must not end the process while it reports the result.
    const left = last + SAME_MS - performance.now();
    if (left > 0) setTimeout(stopListening, left).unref();
    else stopListening();
  }
}

let isGone = false;

/** Whether standard output can no longer be written, so that its reader needs no explanation. */
export function isReaderGone(): boolean {
  // Node soon forgets the error of this stream.
  return isGone;
}

/**
 * The reader of standard output may close it early: `| head`, or a closed terminal. That interrupts work that can be
 * interrupted, and ends any other.
 */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Every further write fails too.
    if (isGone) return;
    isGone = true;
    const isClosed = error.code === "EPIPE";
    if (!isClosed) process.stderr.write(`standard output cannot be written: ${writeFailure(error)}\n`);
    if (process.listenerCount("SIGINT") > 0) process.emit("SIGINT", "SIGINT");
    else process.exit(isClosed ? 0 : 2);
  });
}
