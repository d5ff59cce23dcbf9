import { connect } from "node:net";
import { credentialsOf } from "../emulator/clients";
import { hostEmulator } from "../emulator/hosted";
import { Deployer } from "../terraform/deployer";
import { fillProviderCache } from "../terraform/provider-cache";
import { requireTerraform } from "../terraform/version";
import { deployedStacks, destroyLocal, initLocal, synthesizeLocal } from "./environment";
import { local } from "./local-environment";
import type { Paths } from "./paths";
import { clear, endEmulator, endTerraform, isUp, type RunRecord } from "./run-record";
import type { Steps } from "./steps";
import { removeUserResources } from "./user-resources";

/**
 * Removes what an earlier run left: ends its programs, and destroys its resources on an emulator that it did not start. After Ctrl-C, the record keeps what
 * is left on an emulator that the run did not start, for the next time.
 */
export async function removeRun(record: RunRecord, paths: Paths, steps: Steps, signal: AbortSignal): Promise<void> {
  await endTerraform(record, paths);
  let stays = record.foreign;
  try {
    // An emulator keeps everything in memory: the resources on an emulator of ours end with it.
    if (record.foreign) await destroyOnForeign(record, paths, steps, signal);
    stays = false;
  } finally {
    await steps.run("emulator ends", () => endEmulator(record));
    if (!stays) clear(paths);
  }
}

async function destroyOnForeign(record: RunRecord, paths: Paths, steps: Steps, signal: AbortSignal): Promise<void> {
  if (isUp(record) && record.endpoint !== undefined) await destroy(record.endpoint, paths, steps, signal);
  else await destroyBehindNewGateway(record.target!, paths, steps, signal);
}

async function destroyBehindNewGateway(target: string, paths: Paths, steps: Steps, signal: AbortSignal): Promise<void> {
  if (deployedStacks(paths).length === 0) return;
  if (await refusesConnections(target)) {
    return steps.skip("destroy", `the emulator at ${target} has ended, and its resources with it`);
  }
  const host = await hostEmulator({ endpoint: target, logFile: paths.log, signal });
  try {
    await steps.run("synth", () => synthesizeLocal(host.endpoint, paths, signal));
    await destroy(host.endpoint, paths, steps, signal);
  } finally {
    await host.stop();
  }
}

async function destroy(endpoint: string, paths: Paths, steps: Steps, signal: AbortSignal): Promise<void> {
  if (deployedStacks(paths).length === 0) return;
  await requireTerraform(signal);
  const credentials = await credentialsOf(endpoint, local.accounts.archive.id);
  await steps.run("audited bucket removed", () => removeUserResources(endpoint, credentials));
  const terraform = new Deployer({ cache: paths.providers, credentials, region: local.region, endpoint, signal });
  await steps.run("terraform init", () => fillProviderCache(paths.providers, () => initLocal(terraform, paths)));
  await destroyLocal(terraform, paths, (name, work) => steps.run(name, work));
}

function refusesConnections(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port || 80), hostname);
    const settle = (refuses: boolean) => {
      socket.destroy();
      resolve(refuses);
    };
    socket.on("connect", () => settle(false));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => settle(code === "ECONNREFUSED"));
  });
}
