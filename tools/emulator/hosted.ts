import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endGroup, startGroup } from "../../cli/framework/process";
import { UserError } from "../../cli/framework/user-error";
import type { HostMessage } from "./host";

/** An emulator in a separate process, which can outlive this one. */
export interface HostedEmulator {
  readonly endpoint: string;
  readonly target: string;
  readonly label: string;
  readonly hostPid: number;
  /** Undefined if someone else started it. */
  readonly emulatorPid: number | undefined;
  /** Resolves with the reason if it ends unexpectedly. */
  readonly ended: Promise<string>;
  /** Refuses further calls. Resolves when the pending ones are answered. */
  closeGate(): Promise<void>;
  openGate(): Promise<void>;
  /** Lets it outlive this process. */
  keep(): void;
  stop(): Promise<void>;
}

export interface HostOptions {
  /** A running emulator to use. @default starts one */
  readonly endpoint?: string | undefined;
  readonly logFile: string;
  /** Cancels the start. */
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: ((hostPid: number) => void) | undefined;
}

/** Time for the emulator to end, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Throws a `UserError` if no emulator starts. After an abort, rejects when everything that it started has ended. */
export function hostEmulator({ endpoint, logFile, signal, onStart }: HostOptions): Promise<HostedEmulator> {
  const args = [join(__dirname, "host.js"), ...(endpoint === undefined ? [] : [endpoint])];
  // A file, because the process may outlive the terminal of this one.
  const log = openSync(logFile, "w");
  // When this process ends, it ends the emulator and then itself.
  const child = startGroup(process.execPath, args, { outlives: true, stdio: ["pipe", "pipe", log] });
  closeSync(log);
  const hostPid = child.pid!;
  onStart?.(hostPid);
  const stop = () => endGroup(hostPid, "SIGTERM", PATIENCE_MS);
  const onAbort = () => void stop();
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);
  return new Promise<HostedEmulator>((resolve, reject) => {
    let onEnd: (reason: string) => void;
    const ended = new Promise<string>((settle) => (onEnd = settle));
    child.on("exit", (code, name) => {
      onEnd(`its process ended, ${name ?? `exit ${code}`}`);
      const unforeseen = new UserError(`The emulator's process ended (${name ?? `exit ${code}`})`);
      reject(signal?.aborted ? signal.reason : unforeseen);
    });
    let onGate: (() => void) | undefined;
    const tellGate = async (line: "close" | "open") => {
      const told = new Promise<void>((settle) => (onGate = settle));
      child.stdin!.write(`${line}\n`);
      await Promise.race([told, ended, wait(PATIENCE_MS, undefined, { ref: false })]);
    };
    const onMessage = (message: HostMessage) => {
      if ("gate" in message) return onGate?.();
      if ("ended" in message) return onEnd(message.ended);
      if ("problem" in message) return signal?.aborted ? undefined : reject(new UserError(message.problem));
      const { pid: emulatorPid, ...where } = message;
      const keep = () => {
        child.stdin!.end("keep\n");
        child.unref();
        (child.stdout as unknown as { unref(): void }).unref();
      };
      const gate = { closeGate: () => tellGate("close"), openGate: () => tellGate("open") };
      if (!signal?.aborted) resolve({ ...where, ...gate, hostPid, emulatorPid, ended, keep, stop });
    };
    let rest = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      lines.forEach((line) => onMessage(JSON.parse(line) as HostMessage));
    });
  }).finally(() => signal?.removeEventListener("abort", onAbort));
}
