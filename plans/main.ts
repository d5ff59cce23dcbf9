import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { local } from "../environments/local";
import { deployLocal, destroyLocal, synthesizeLocal } from "../local/environment";
import { credentialsOf, s3At } from "../local/emulator/clients";
import { startEmulator } from "../local/emulator/start";
import { pathsIn } from "../local/paths";
import { runProgram } from "../local/programs";
import { Terraform, variablesOf, withoutAws } from "../local/terraform";
import { terraformEnvironment } from "../scripts/terraform";
import { withScratch } from "../scripts/scratch";
import { FIRST, LATER, type Case } from "./cases";
import type { StackJson } from "./edit";
import { SYNTHESIZED, TARGET } from "./places";
import { trimPlan } from "./trim";

/**
 * Makes the plans that the tests of `audit-trail review` read: real ones, by Terraform against the emulator. Each case
 * changes the synthesized stacks, plans them, and keeps the JSON. `npm run plans -- NAME...` makes only some.
 */
async function main(scratch: string): Promise<number> {
  const wanted = process.argv.slice(2);
  const isWanted = ({ name }: Case) => wanted.length === 0 || wanted.includes(name);
  const emulator = await startEmulator({});
  try {
    const credentials = await credentialsOf(emulator.endpoint, local.accounts.archive.id);
    const paths = pathsIn(join(scratch, "local"));
    mkdirSync(paths.folder);
    await synthesizeLocal(emulator.endpoint, paths);
    cpSync(paths.outdir, join(scratch, "sound"), { recursive: true });
    if (wanted.length === 0) keepStacks(paths.outdir);
    const terraform = new Terraform({ cache: join(scratch, "providers"), credentials, region: local.region });
    const env = {
      ...terraformEnvironment(withoutAws(process.env), join(scratch, "providers"), ""),
      ...variablesOf(credentials, local.region),
    };
    const ids = new Map<string, string>();
    const plan = async (one: Case) => {
      console.log(one.name);
      const folder = join(TARGET, one.name);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const kind of one.stacks) {
        const name = `local-${kind}`;
        const stack = join(paths.stack(name), "cdk.tf.json");
        const json = JSON.parse(
          readFileSync(join(scratch, "sound", "stacks", name, "cdk.tf.json"), "utf8"),
        ) as StackJson;
        one.change(json, kind);
        writeFileSync(stack, JSON.stringify(json));
        // Not in this thread: it answers what Terraform asks.
        const run = async (...args: string[]) => {
          const { code, stdout, stderr } = await runProgram("terraform", args, { cwd: paths.stack(name), env });
          if (code !== 0) throw new Error(stderr.slice(0, 500));
          return stdout;
        };
        await run("plan", "-input=false", "-no-color", "-out=case.tfplan");
        writeFileSync(join(folder, `${name}.json`), trimPlan(await run("show", "-json", "case.tfplan"), ids));
      }
    };
    const restore = () => cpSync(join(scratch, "sound"), paths.outdir, { recursive: true });
    for (const kind of ["archive", "trail"]) await terraform.init(paths.stack(`local-${kind}`));
    for (const one of FIRST.filter(isWanted)) await plan(one);
    restore();
    await deployLocal(terraform, paths, (name, work) => {
      console.log(name);
      return work(() => undefined);
    });
    for (const one of LATER.filter(isWanted)) await plan(one);
    restore();
    const drift: Case = { name: "drift", stacks: ["archive"], change: () => undefined };
    if (isWanted(drift)) {
      const s3 = s3At(emulator.endpoint, local.region, credentials);
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
      await s3.send(new PutBucketPolicyCommand({ Bucket: local.logs.bucketName, Policy }));
      await plan(drift);
    }
    await destroyLocal(terraform, paths, (_, work) => work(() => undefined));
    return 0;
  } finally {
    await emulator.stop();
  }
}

/** The synthesized stacks stand beside the plans, as they would in a checkout. */
function keepStacks(outdir: string): void {
  const target = join(TARGET, SYNTHESIZED);
  rmSync(target, { recursive: true, force: true });
  cpSync(outdir, target, { recursive: true, filter: (path) => !path.includes(".terraform") });
  for (const kind of ["archive", "trail"]) {
    const file = join(target, "stacks", `local-${kind}`, "cdk.tf.json");
    const text = readFileSync(file, "utf8").replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:5000");
    writeFileSync(file, text.replace(/"[^"]*\/terraform\.(local-\w+)\.tfstate"/g, '"terraform.$1.tfstate"'));
  }
}

void withScratch("audit-trail-plans", async (_, scratch) => main(scratch)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
