import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { HostedEmulator } from "../emulator/hosted";
import type { Paths } from "./paths";
import { UserError } from "../../cli/framework/user-error";
import { endGroup } from "../../cli/framework/process";
import { knownProcess, stillRuns, type KnownProcess } from "../process/known-process";

/** What stands, so that `npm run local:down` can end it. */
export interface RunRecord {
  readonly endpoint: string;
  readonly target: string;
  /** Gateway and simulator. */
  readonly host: KnownProcess | undefined;
  /** Undefined where someone else started it. */
  readonly emulator: KnownProcess | undefined;
}

export function saveRun(paths: Paths, { endpoint, target, hostPid, emulatorPid }: HostedEmulator): void {
  const emulator = emulatorPid === undefined ? undefined : knownProcess(emulatorPid);
  const runRecord: RunRecord = { endpoint, target, host: knownProcess(hostPid), emulator };
  writeFileSync(paths.record, `${JSON.stringify(runRecord, null, 2)}\n`);
}

/** Undefined where nothing was left. Throws a `UserError` where the record cannot be read. */
export function loadRun(paths: Paths): RunRecord | undefined {
  if (!existsSync(paths.record)) return undefined;
  try {
    return JSON.parse(readFileSync(paths.record, "utf8")) as RunRecord;
  } catch {
    throw new UserError(`${paths.record} cannot be read: end the emulator by hand, and remove ${paths.folder}`);
  }
}

export function isUp({ host }: RunRecord): boolean {
  return host !== undefined && stillRuns(host);
}

/** Ends the processes of the record, and no others: a number that now belongs to another process is left alone. */
export async function endRun({ host, emulator }: RunRecord): Promise<void> {
  for (const known of [host, emulator]) {
    if (known && stillRuns(known)) await endGroup(known.pid, "SIGTERM", 10_000);
  }
}

/** Providers stay, to be there the next time. */
export function clear(paths: Paths, stacks: readonly string[]): void {
  const states = stacks.flatMap((name) => [paths.tfstate(name), `${paths.tfstate(name)}.backup`]);
  for (const path of [paths.outdir, paths.variables, paths.log, ...states, paths.record]) {
    rmSync(path, { recursive: true, force: true });
  }
}

export function makeFolder(paths: Paths): void {
  mkdirSync(paths.folder, { recursive: true });
}
