import { createInterface, type Interface } from "node:readline";
import { interruptible } from "../../cli/framework/interrupt";
import { startEmulator } from "./start";

export type HostMessage =
  | { readonly problem: string }
  | { readonly ended: string }
  | { readonly gate: "closed" | "open" }
  | { readonly endpoint: string; readonly target: string; readonly label: string; readonly pid: number | undefined };

/**
 * The process in which gateway and emulator live. It prints where in one line of JSON, and ends when `signal` is
 * aborted, also while it still starts. The lines `close` and `open` of standard input are for the gate.
 */
async function host(endpoint: string | undefined, lines: Interface, signal: AbortSignal): Promise<void> {
  // Without a parent, nobody reads.
  process.stdout.on("error", () => undefined);
  const print = (message: HostMessage) =>
    new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve()));
  const emulator = await startEmulator({ endpoint, signal }).catch((error: Error) => error);
  if (emulator instanceof Error) return print({ problem: emulator.message });
  const { target, label, pid } = emulator;
  await print({ endpoint: emulator.endpoint, target, label, pid });
  lines.on("line", (line) => {
    if (line === "close") void emulator.gate.close().then(() => print({ gate: "closed" }));
    if (line !== "open") return;
    emulator.gate.open();
    void print({ gate: "open" });
  });
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined));
  });
  const ended = await Promise.race([emulator.ended, stopped]);
  await emulator.stop();
  if (ended !== undefined) await print({ ended });
}

/** Standard input ends when the parent does; after a line "keep" that means nothing. */
function parentGone(lines: Interface): AbortSignal {
  const controller = new AbortController();
  let kept = false;
  lines.on("line", (line) => (kept ||= line === "keep"));
  lines.on("close", () => kept || controller.abort(new Error("The parent process ended")));
  return controller.signal;
}

if (require.main === module) {
  const endpoint = process.argv[2];
  const lines = createInterface(process.stdin);
  void interruptible(
    () => undefined,
    ({ signal }) => host(endpoint, lines, AbortSignal.any([signal, parentGone(lines)])),
  ).then(() => process.exit());
}
