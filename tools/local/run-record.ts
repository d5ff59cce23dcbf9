import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { endGroup } from "../../cli/framework/process";
import { writeFailure } from "../../cli/framework/file-error";
import { writeWhole } from "../../cli/framework/output";
import { UserError } from "../../cli/framework/user-error";
import { knownProcess, membersIn, stillRuns, type KnownProcess } from "../process/known-process";
import type { Paths } from "./paths";

/**
 * What one `npm run local` has started, written as it starts, so that the next run or `npm run local:down` can remove
 * what a killed run or `--keep` left.
 */
export interface RunRecord {
  /** The process of the run. */
  readonly run: KnownProcess;
  /** The run has ended and left everything running for the user. */
  readonly kept: boolean;
  /** Someone else started the emulator, which keeps its resources when the run ends. */
  readonly foreign: boolean;
  /** URL of the gateway. Undefined until it responds. */
  readonly endpoint?: string;
  /** URL of the emulator behind it. */
  readonly target?: string;
  /** Gateway and delivery simulator. */
  readonly host?: KnownProcess;
  /** The emulator, unless it is foreign. */
  readonly emulator?: KnownProcess;
  readonly terraform: readonly KnownProcess[];
}

/** Keeps the record of this run up to date. */
export class RunRecorder {
  /** Throws a `UserError` if another run has started in the meantime. */
  constructor(
    private readonly paths: Paths,
    private record: RunRecord,
  ) {
    changing(paths.folder, () => {
      mkdirSync(paths.folder, { recursive: true });
      try {
        writeFileSync(paths.record, text(record), { flag: "wx" });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        throw new UserError("Another npm run local has just started; wait until it ends");
      }
    });
  }

  update(change: Partial<RunRecord>): void {
    this.record = { ...this.record, ...change };
    writeWhole(this.paths.record, text(this.record));
  }

  /** Records the leader of a process group, unless it has ended already. */
  addTerraform(pid: number): void {
    const known = knownProcess(pid);
    if (known) this.update({ terraform: [...this.record.terraform, known] });
  }
}

function text(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Undefined if nothing was left. Throws a `UserError` if the record cannot be read. */
export function loadRun(paths: Paths): RunRecord | undefined {
  if (!existsSync(paths.record)) return undefined;
  try {
    return JSON.parse(readFileSync(paths.record, "utf8")) as RunRecord;
  } catch {
    throw new UserError(`${paths.record} cannot be read: end the emulator by hand, and remove ${paths.folder}`);
  }
}

/** Whether the run is still active. */
export function isRunning({ run, kept }: RunRecord): boolean {
  return !kept && stillRuns(run);
}

/** Whether the gateway responds. */
export function isUp({ host }: RunRecord): boolean {
  return host !== undefined && stillRuns(host);
}

/** Ends a Terraform that outlived its killed run: it holds the lock of the state. */
export async function endTerraform({ terraform, foreign }: RunRecord, { folder }: Paths): Promise<void> {
  // The state matters only if the emulator outlives the run. To write it, Terraform may first have to finish a plan.
  await (foreign ? endAll(terraform, "SIGINT", 60_000) : endAll(terraform, "SIGKILL"));
  // Terraform dies when it prints to the killed run, and leaves its provider running.
  for (const { pid } of terraform) {
    for (const member of membersIn(pid, folder)) process.kill(member, "SIGKILL");
  }
}

/** Ends the gateway and the emulator. */
export async function endEmulator({ host, emulator }: RunRecord): Promise<void> {
  await endAll(
    [host, emulator].filter((one) => one !== undefined),
    "SIGTERM",
  );
}

/** Ends only these processes, not others that now have the same process ids. */
async function endAll(processes: readonly KnownProcess[], signal: NodeJS.Signals, patienceMs = 10_000): Promise<void> {
  for (const known of processes) if (stillRuns(known)) await endGroup(known.pid, signal, patienceMs);
}

/** Removes everything except the providers, which the next run uses. Removes the record last. */
export function clear({ folder, providers, record }: Paths): void {
  if (!existsSync(folder)) return;
  const kept = [providers, record].map((path) => basename(path));
  changing(folder, () => {
    const names = readdirSync(folder).filter((name) => !kept.includes(name));
    for (const name of [...names, basename(record)]) {
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

function changing(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${folder} cannot be written: ${writeFailure(error)}`);
  }
}
