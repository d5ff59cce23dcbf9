import { interruptible } from "../../cli/framework/interrupt";
import { startEmulator } from "./start";

export type HostMessage =
  | { readonly problem: string }
  | { readonly ended: string }
  | { readonly endpoint: string; readonly target: string; readonly label: string; readonly pid: number | undefined };

/**
 * The process in which gateway and emulator live. It prints where in one line of JSON, and ends when `signal` is
 * aborted, also while it still starts.
 */
async function host(endpoint: string | undefined, signal: AbortSignal): Promise<void> {
  // Without a parent, nobody reads.
  process.stdout.on("error", () => undefined);
  const print = (message: HostMessage) =>
    new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve()));
  const emulator = await startEmulator({ endpoint, signal }).catch((error: Error) => error);
  if (emulator instanceof Error) return print({ problem: emulator.message });
  const { target, label, pid } = emulator;
  await print({ endpoint: emulator.endpoint, target, label, pid });
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined));
  });
  const ended = await Promise.race([emulator.ended, stopped]);
  await emulator.stop();
  if (ended !== undefined) await print({ ended });
}

/** Standard input ends when the parent does; after a line "keep" that means nothing. */
function parentGone(): AbortSignal {
  const controller = new AbortController();
  let kept = false;
  process.stdin.on("data", (data) => (kept ||= data.toString().includes("keep")));
  process.stdin.on("end", () => kept || controller.abort(new Error("The parent process ended")));
  return controller.signal;
}

if (require.main === module) {
  const endpoint = process.argv[2];
  void interruptible(
    () => undefined,
    ({ signal }) => host(endpoint, AbortSignal.any([signal, parentGone()])),
  ).then(() => process.exit());
}
