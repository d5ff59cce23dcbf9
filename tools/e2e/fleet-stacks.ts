import { App } from "cdktf";
import { readFolder } from "../../cli/model/folder";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, findProviderLock, synthesize } from "../../stacks";
import { applyStacks, type StackFolder } from "../local/deployment";
import { runNote } from "../local/summary";
import { fleet } from "../samples/fleet";
import type { Deployer } from "../terraform/deployer";
import { verify, type Target, type Verified } from "./tool";

/** Without log groups, since the emulator delivers to none. */
export const UNLOCKED = { ...fleet(3), trail: { name: "fleet-trail", deliveryTopic: true } } as const;

export const FLEET = { ...UNLOCKED, logs: { ...UNLOCKED.logs, objectLock: { mode: "GOVERNANCE", days: 1 } } } as const;

/** An emulator has no roles of its own accounts, so that verify does not assume them by itself. */
const ROLES = [FLEET.accounts.archive, ...FLEET.accounts.audited].flatMap(({ assumeRole }) => ["--role", assumeRole]);

interface Stacks {
  readonly archive: StackFolder;
  readonly trails: readonly StackFolder[];
}

export function synthesizeFleet(environment: EnvironmentConfig, { emulator, paths: { outdir } }: Target): Stacks {
  const app = new App({ outdir, stackTraces: false });
  addStacks(app, environment, { localState: false, emulator: emulator.endpoint });
  synthesize(app, findProviderLock());
  const stacks = readFolder(outdir);
  return {
    archive: stacks.find(({ kind }) => kind === "archive")!,
    trails: stacks.filter(({ kind }) => kind === "trail"),
  };
}

export async function applyArchive(archive: StackFolder, terraform: Deployer): Promise<string> {
  return (await applyStacks([archive], terraform)).map(runNote).join();
}

/** All trails at once. */
export async function applyTrails(trails: readonly StackFolder[], terraform: Deployer): Promise<string> {
  const runs = await Promise.all(trails.map((trail) => applyStacks([trail], terraform)));
  return runs.flat().map(runNote).join(" + ");
}

export async function verifyFleet(target: Target): Promise<Verified> {
  return verify(target, ...ROLES);
}
