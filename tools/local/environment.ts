import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import { local } from "./local-environment";
import { stackName } from "../../stacks/names";
import { makeAuditedBucket, removeAuditedBucket } from "./audited-bucket";
import { applyStacks, destroyStacks, type RunStep } from "./deployment";
import { cloudTrailAt, s3At, type Credentials } from "../emulator/clients";
import type { Paths } from "./paths";
import { UserError } from "../../cli/framework/user-error";
import { runProgram } from "../../cli/framework/process";
import type { Deployer } from "../terraform/deployer";
import type { TerraformRun } from "../terraform/progress";

/** In the order in which they are deployed. The state store is none of them: states lie in files. */
export const LOCAL_STACKS = (["archive", "trail"] as const).map((kind) => stackName(local.name, kind));

export async function synthesizeLocal(endpoint: string, paths: Paths): Promise<void> {
  const env = { ...process.env, EMULATOR: endpoint, CDKTF_OUTDIR: paths.outdir };
  const { code, stderr } = await runProgram(process.execPath, [join(__dirname, "synth.js")], { env });
  if (code !== 0) throw new UserError(stderr.trim());
}

function folders(paths: Paths) {
  return LOCAL_STACKS.map((name) => ({ name, folder: paths.stack(name) }));
}

export async function deployLocal(terraform: Deployer, paths: Paths, step: RunStep): Promise<TerraformRun[]> {
  return applyStacks(folders(paths), terraform, step);
}

/** From the state files: `terraform output` takes seconds to say the same. */
export function outputsOfLocal(paths: Paths): Record<string, unknown> {
  const outputs = LOCAL_STACKS.flatMap((name) => {
    const state = JSON.parse(readFileSync(paths.tfstate(name), "utf8")) as {
      outputs: Record<string, { value: unknown }>;
    };
    return Object.entries(state.outputs);
  });
  return Object.fromEntries(outputs.map(([name, { value }]) => [name, value]));
}

export async function destroyLocal(terraform: Deployer, paths: Paths, step: RunStep): Promise<void> {
  await destroyStacks(folders(paths), terraform, step);
}

/** Where the environment's bucket for data is made, and is removed. */
export async function withAuditedBucket(endpoint: string, credentials: Credentials, keyArn?: string): Promise<void> {
  const s3 = s3At(endpoint, local.region, credentials);
  try {
    if (keyArn === undefined) await removeAuditedBucket(s3);
    else await makeAuditedBucket(s3, keyArn);
  } finally {
    s3.destroy();
  }
}

/** Comes when the first log file and the first digest are there. */
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
