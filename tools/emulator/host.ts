import { startEmulator } from "./start";

/**
 * The process in which gateway and emulator live. It tells where in one line of JSON, and ends when its standard
 * input does, which is when its parent ends; after a line "keep" it stays, until SIGTERM.
 */
async function host(endpoint: string | undefined): Promise<void> {
  // Without a parent, nobody reads.
  process.stdout.on("error", () => undefined);
  const send = (message: HostMessage) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const emulator = await startEmulator({ endpoint }).catch((error: Error) => error);
  if (emulator instanceof Error) {
    send({ problem: emulator.message });
    return;
  }
  const stop = () => void emulator.stop().then(() => process.exit(0));
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  let kept = false;
  process.stdin.on("data", (data) => (kept ||= data.toString().includes("keep")));
  process.stdin.on("end", () => kept || stop());
  void emulator.ended.then((reason) => {
    send({ ended: reason });
    process.exit(1);
  });
  const { target, label, pid } = emulator;
  send({ endpoint: emulator.endpoint, target, label, pid });
}

export type HostMessage =
  | { readonly problem: string }
  | { readonly ended: string }
  | { readonly endpoint: string; readonly target: string; readonly label: string; readonly pid: number | undefined };

if (require.main === module) void host(process.argv[2]);
