import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process as it was started: its id alone may belong to another process by now. */
export interface KnownProcess {
  readonly pid: number;
  /** Its start, as the system counts it. */
  readonly started: string;
}

/** Undefined if no such process runs. */
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
    // Field 22, counted after the name, which may contain anything: ticks since the boot. A zombie (Z) has ended.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return fields[0] === "Z" ? undefined : `${boot}+${fields[19]}`;
  } catch {
    if (process.platform === "linux") return undefined;
  }
  const { status, stdout } = spawnSync("ps", ["-p", String(pid), "-o", "lstart="], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}
