import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { sep } from "node:path";

/** A process with its start time: its id may belong to another process later. */
export interface KnownProcess {
  readonly pid: number;
  /** Its start time, in the form that the system reports. */
  readonly started: string;
}

/** Undefined if no process with this id runs. */
export function knownProcess(pid: number): KnownProcess | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether this same process still runs. */
export function stillRuns({ pid, started }: KnownProcess): boolean {
  return startOf(pid) === started;
}

/**
 * Processes of a group whose working directory is in a folder: those that a killed group leader left. Empty if the system
 * does not show working directories of processes.
 */
export function membersIn(group: number, folder: string): number[] {
  if (process.platform !== "linux") return [];
  const root = realpathSync(folder);
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      // Field 5; a folder that has been removed ends in " (deleted)".
      return (
        Number(statOf(pid)[2]) === group && `${readlinkSync(`/proc/${pid}/cwd`)}${sep}`.startsWith(`${root}${sep}`)
      );
    } catch {
      // The process has ended, or belongs to another user.
      return false;
    }
  });
}

/** Fields of /proc/PID/stat from the third one on, after the name, which may contain anything. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function startOf(pid: number): string | undefined {
  try {
    // Field 22: ticks since the boot. A zombie (Z) has ended.
    const fields = statOf(pid);
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return fields[0] === "Z" ? undefined : `${boot}+${fields[19]}`;
  } catch {
    if (process.platform === "linux") return undefined;
  }
  const { status, stdout } = spawnSync("ps", ["-p", String(pid), "-o", "lstart="], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}
