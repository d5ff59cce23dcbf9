import { existsSync } from "node:fs";
import { local } from "./local-environment";
import { credentialsOf } from "../emulator/clients";
import { hostEmulator } from "../emulator/hosted";
import { destroyLocal, LOCAL_STACKS, synthesizeLocal, withAuditedBucket } from "./environment";
import { pathsIn } from "./paths";
import { clear, endRun, isUp, loadRun, type RunRecord } from "./run-record";
import { Steps } from "./steps";
import { Deployer } from "../terraform/deployer";
import { requireTerraform } from "../terraform/version";

const paths = pathsIn(".local");

/** Destroys what `npm run local -- --keep` left, and ends the processes that it started. */
async function main(): Promise<number> {
  const runRecord = loadRun(paths);
  if (runRecord === undefined) {
    process.stdout.write("Nothing is up.\n");
    return 0;
  }
  const steps = new Steps(process.stdout);
  try {
    if (isUp(runRecord)) await destroy(runRecord.endpoint, steps);
    // Someone else's emulator keeps what is in it; its gateway is gone.
    else if (runRecord.emulator === undefined) await destroyBehindNewGateway(runRecord, steps);
  } finally {
    await steps.run("emulator ends", () => endRun(runRecord));
  }
  clear(paths, LOCAL_STACKS);
  process.stdout.write(`Everything is gone, after ${steps.total}\n`);
  return 0;
}

async function destroyBehindNewGateway({ target }: RunRecord, steps: Steps): Promise<void> {
  const host = await hostEmulator(target, paths.log);
  try {
    await steps.run("synth", () => synthesizeLocal(host.endpoint, paths));
    await destroy(host.endpoint, steps);
  } finally {
    await host.stop();
  }
}

async function destroy(endpoint: string, steps: Steps): Promise<void> {
  if (!LOCAL_STACKS.some((name) => existsSync(paths.tfstate(name)))) return;
  await requireTerraform();
  const credentials = await credentialsOf(endpoint, local.accounts.archive.id);
  await steps.run("audited bucket gone", () => withAuditedBucket(endpoint, credentials));
  const terraform = new Deployer({ cache: paths.providers, credentials, region: local.region });
  await destroyLocal(terraform, paths, (name, work) => steps.run(name, work));
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
