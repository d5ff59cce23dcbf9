import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Starts a program as the head of a process group of its own: Ctrl-C in the terminal does not reach it. */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(command, args, { ...options, detached: true });
}

/** Asks a process group to end, and makes it after a while. */
export async function endGroup(pid: number, signal: NodeJS.Signals = "SIGTERM", patience = 5000): Promise<void> {
  if (!signalGroup(pid, signal)) return;
  for (const end = Date.now() + patience; Date.now() < end; await wait(50)) {
    if (!signalGroup(pid, 0)) return;
  }
  signalGroup(pid, "SIGKILL");
}

/** False where there is no such group any more. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** A process as it was started: the number alone may belong to another one by now. */
export interface KnownProcess {
  readonly pid: number;
  /** Its start, as the system counts it. */
  readonly started: string;
}

/** Undefined where no such process runs. */
export function knownProcess(pid: number): KnownProcess | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether the process still runs, and is the one that was known. */
export function stillRuns({ pid, started }: KnownProcess): boolean {
  return startOf(pid) === started;
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Field 22, counted behind the name, which may hold anything. A zombie (Z) has ended.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : `boot+${fields[19]}`;
  } catch {
    if (process.platform === "linux") return undefined;
  }
  const { status, stdout } = spawnSync("ps", ["-p", String(pid), "-o", "lstart="], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}

/** The path of a program that can be run. Undefined where PATH has none. */
export function onPath(program: string, path: string | undefined): string | undefined {
  const candidates = (path ?? "").split(delimiter).filter((folder) => folder !== "");
  return candidates.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
