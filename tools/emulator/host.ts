import { createInterface, type Interface } from "node:readline";
import { interruptible } from "../../cli/framework/interrupt";
import { startEmulator } from "./start";

export type HostMessage =
  | { readonly problem: string }
  | { readonly ended: string }
  | { readonly gate: "closed" | "open" }
  | { readonly endpoint: string; readonly target: string; readonly label: string; readonly pid: number | undefined };

/**
 * Runs the gateway and the emulator in a process of their own. Prints their addresses as one line of JSON, and ends
 * when `signal` is aborted, even during the start. The lines `close` and `open` on standard input control the gate.
 */
async function host(endpoint: string | undefined, lines: Interface, signal: AbortSignal): Promise<void> {
  // If the parent has ended, nobody reads this output.
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

/** Standard input ends with the parent, which ends this process unless it has received the line "keep". */
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
