import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { local } from "../local/local-environment";
import { applyStacks, initStacks } from "../local/deployment";
import { credentialsOf, s3At, type Credentials } from "../emulator/clients";
import { startEmulator } from "../emulator/start";
import { runTerraform } from "../../cli/terraform/run";
import { Deployer } from "../terraform/deployer";
import { terraformEnvironment, variablesOf, withoutAws } from "../terraform/environment";
import { withScratch } from "../process/scratch";
import { DRIFTED, FIRST, LATER, type Case } from "./cases";
import { keepPlan } from "./kept";
import { SYNTHESIZED, TARGET } from "./paths";
import { readStack, STACKS, SYNTHESIZED_STACKS, synthesizeStacks, writeStack, fileOf, type StackName } from "./stacks";
import { trimPlan, trimStack } from "./trim";

/**
 * Creates the plans for the tests of `audit-trail review`, with real Terraform against the emulator. Each case changes the
 * synthesized stacks, plans them and keeps the JSON. `npm run plans -- NAME...` creates only the named cases.
 */
async function main(scratch: string): Promise<number> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => ![...FIRST, ...LATER, ...DRIFTED].some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`no case is called ${unknown.join(", ")}`);
  const isSelected = ({ name }: Case) => names.length === 0 || names.includes(name);
  const sound = join(scratch, "sound");
  const outdir = join(scratch, "cdktf.out");
  const providers = join(scratch, "providers");
  const emulator = await startEmulator({});
  try {
    const credentials = await credentialsOf(emulator.endpoint, local.accounts.archive.id);
    await synthesizeStacks(emulator.endpoint, sound);
    cpSync(sound, outdir, { recursive: true });
    if (names.length === 0) keepStacks(sound);
    const terraform = new Deployer({
      cache: providers,
      credentials,
      region: local.region,
      endpoint: emulator.endpoint,
    });
    const env = {
      ...terraformEnvironment(withoutAws(process.env), providers, ""),
      ...variablesOf(credentials, local.region),
      AWS_ENDPOINT_URL: emulator.endpoint,
    };
    const ids = new Map<string, string>();
    const plan = async ({ name, stacks }: Case) => {
      console.log(name);
      const folder = join(TARGET, name);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const [stack, change] of Object.entries(stacks) as [StackName, (typeof stacks)[StackName]][]) {
        const json = readStack(sound, stack);
        change!(json);
        writeStack(outdir, stack, json);
        // In another process: this one answers Terraform's requests.
        const run = async (...args: string[]) => {
          const cwd = join(outdir, "stacks", stack);
          const { code, stdout, stderr } = await runTerraform(args, { cwd, env });
          if (code !== 0) throw new Error(`${name}: ${stderr.slice(0, 1000)}`);
          return stdout;
        };
        await run("plan", "-input=false", "-no-color", "-out=case.tfplan");
        keepPlan(TARGET, name, stack, trimPlan(await run("show", "-json", "case.tfplan"), ids));
      }
    };
    const folders = STACKS.map((name) => ({ name, folder: join(outdir, "stacks", name) }));
    const restore = () => STACKS.forEach((name) => cpSync(fileOf(sound, name), fileOf(outdir, name)));
    await initStacks(folders, terraform);
    for (const one of FIRST.filter(isSelected)) await plan(one);
    restore();
    await applyStacks(folders, terraform, (step, work) => {
      console.log(step);
      return work(() => undefined);
    });
    for (const one of LATER.filter(isSelected)) await plan(one);
    if (DRIFTED.some(isSelected)) await emptyLogPolicy(emulator.endpoint, credentials);
    for (const one of DRIFTED.filter(isSelected)) await plan(one);
    return 0;
  } finally {
    await emulator.stop();
  }
}

async function emptyLogPolicy(endpoint: string, credentials: Credentials): Promise<void> {
  const s3 = s3At(endpoint, local.region, credentials);
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await s3.send(new PutBucketPolicyCommand({ Bucket: local.logs.bucketName, Policy }));
  s3.destroy();
}

/** Keeps the synthesized stacks next to the plans, as in a checkout. */
function keepStacks(outdir: string): void {
  const target = join(TARGET, SYNTHESIZED);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(join(outdir, "manifest.json"), join(target, "manifest.json"));
  for (const name of SYNTHESIZED_STACKS) writeStack(target, name, trimStack(readStack(outdir, name)));
}

void withScratch("audit-trail-plans", main).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
