import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import { local } from "./local-environment";
import { stackName } from "../../stacks/names";
import { applyStacks, destroyStacks, initStacks, type RunStep } from "./deployment";
import { cloudTrailAt, type Credentials } from "../emulator/clients";
import type { Paths } from "./paths";
import { UserError } from "../../cli/framework/user-error";
import { runProgram } from "../../cli/framework/process";
import type { Deployer } from "../terraform/deployer";
import type { TerraformRun } from "../terraform/progress";

/** In deployment order. Without the state store: on the emulator, states are local files. */
export const LOCAL_STACKS = (["archive", "trail", "alerts"] as const).map((kind) => stackName(local.name, kind));

export async function synthesizeLocal(endpoint: string, paths: Paths, signal?: AbortSignal): Promise<void> {
  const env = { ...process.env, EMULATOR: endpoint, CDKTF_OUTDIR: paths.outdir };
  const { code, stderr } = await runProgram(process.execPath, [join(__dirname, "synth.js")], { env, signal });
  signal?.throwIfAborted();
  if (code !== 0) throw new UserError(stderr.trim());
}

function folders(paths: Paths) {
  return LOCAL_STACKS.map((name) => ({ name, folder: paths.stack(name) }));
}

export async function initLocal(terraform: Deployer, paths: Paths): Promise<void> {
  await initStacks(folders(paths), terraform);
}

export async function deployLocal(terraform: Deployer, paths: Paths, step: RunStep): Promise<TerraformRun[]> {
  return applyStacks(folders(paths), terraform, step);
}

/** The outputs in the state files: `terraform output` takes seconds for the same. */
export function outputsOfLocal(paths: Paths): Record<string, unknown> {
  const outputs = LOCAL_STACKS.flatMap((name) => {
    const state = JSON.parse(readFileSync(paths.tfstate(name), "utf8")) as {
      outputs: Record<string, { value: unknown }>;
    };
    return Object.entries(state.outputs);
  });
  return Object.fromEntries(outputs.map(([name, { value }]) => [name, value]));
}

/** Stacks with existing resources. Throws a `UserError` for an incomplete state. */
export function deployedStacks(paths: Paths): string[] {
  return LOCAL_STACKS.filter((name) => {
    const file = paths.tfstate(name);
    // Terraform creates an empty file to lock it.
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (text === "") return false;
    try {
      return (JSON.parse(text) as { resources: readonly object[] }).resources.length > 0;
    } catch {
      throw new UserError(
        `${file} is incomplete: Terraform was killed while it wrote the state. ` +
          `Restart the emulator, which empties it, and remove ${paths.folder}`,
      );
    }
  });
}

export async function destroyLocal(terraform: Deployer, paths: Paths, step: RunStep): Promise<void> {
  const deployed = deployedStacks(paths);
  await destroyStacks(
    folders(paths).filter(({ name }) => deployed.includes(name)),
    terraform,
    step,
  );
}

/** Resolves when the first log file and the first digest are delivered. */
export async function firstDelivery(endpoint: string, credentials: Credentials, signal: AbortSignal): Promise<void> {
  const client = cloudTrailAt(endpoint, local.region, credentials);
  try {
    for (const end = Date.now() + 30_000; Date.now() < end; await wait(250, undefined, { signal })) {
      const status = await client.send(new GetTrailStatusCommand({ Name: local.trail.name }));
      if (status.LatestDeliveryError) throw new Error(`the simulator cannot deliver: ${status.LatestDeliveryError}`);
      if (status.LatestDeliveryTime && status.LatestDigestDeliveryTime) return;
    }
    throw new Error("the simulator delivered nothing in 30 s");
  } finally {
    client.destroy();
  }
}
