import { openSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../cli/framework/user-error";
import { endGroup, startGroup } from "../../cli/framework/process";
import type { HostMessage } from "./host";

/** An emulator in a process of its own, which can outlive this one. */
export interface HostedEmulator {
  readonly endpoint: string;
  readonly target: string;
  readonly label: string;
  readonly hostPid: number;
  /** Undefined where someone else started it. */
  readonly emulatorPid: number | undefined;
  /** Comes when it ends by itself, with the reason. */
  readonly ended: Promise<string>;
  /** Lets it outlive this process. */
  keep(): void;
  stop(): Promise<void>;
}

/** Throws a `UserError` where no emulator starts. */
export function hostEmulator(endpoint: string | undefined, logFile: string): Promise<HostedEmulator> {
  const args = [join(__dirname, "host.js"), ...(endpoint === undefined ? [] : [endpoint])];
  // A file: the process may outlive this one's terminal.
  const child = startGroup(process.execPath, args, { stdio: ["pipe", "pipe", openSync(logFile, "w")] });
  return new Promise((resolve, reject) => {
    let ended: (reason: string) => void;
    const end = new Promise<string>((tell) => (ended = tell));
    child.on("exit", (code, signal) => {
      ended(`its process ended, ${signal ?? `exit ${code}`}`);
      reject(new UserError(`The emulator's process ended (${signal ?? `exit ${code}`})`));
    });
    let rest = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) {
        const message = JSON.parse(line) as HostMessage;
        if ("problem" in message) reject(new UserError(message.problem));
        else if ("ended" in message) ended(message.ended);
        else {
          const { pid: emulatorPid, ...where } = message;
          const keep = () => {
            child.stdin!.end("keep\n");
            child.unref();
            (child.stdout as unknown as { unref(): void }).unref();
          };
          resolve({
            ...where,
            hostPid: child.pid!,
            emulatorPid,
            ended: end,
            keep,
            stop: () => endGroup(child.pid!, "SIGTERM", 10_000),
          });
        }
      }
    });
  });
}
