import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack, type App } from "cdktf";
import { writeTerraformFiles } from "./terraform-files";

/**
 * Checks every construct of the app, then writes all stacks. `App.synth` checks one stack at a time and would
 * leave the ones before the faulty one written; here either all is written or nothing is. Throws one error with
 * every problem found. `providerLock`: see AppOptions.
 */
export function synthesize(app: App, providerLock?: string): void {
  const problems = app.node
    .findAll()
    .flatMap((construct) => construct.node.validate().map((problem) => `${construct.node.path}: ${problem}`));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // `cdktf` says where to write, and removes what is stale by itself; it stumbles over folders that are gone already.
  if (process.env["CDKTF_OUTDIR"] === undefined) removeStaleStacks(app);
  app.synth();
  for (const stack of app.node.children.filter(TerraformStack.isStack)) {
    writeTerraformFiles(join(app.outdir, app.manifest.forStack(stack).workingDirectory), providerLock);
  }
}

/** Plain `node main.js`, unlike `cdktf synth`, leaves the output of stacks that are no longer there. Other folders stay. */
function removeStaleStacks(app: App): void {
  const current = app.node.children.filter(TerraformStack.isStack).map(({ node }) => node.id);
  const folder = join(app.outdir, "stacks");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!current.includes(name) && existsSync(join(folder, name, "cdk.tf.json")))
      rmSync(join(folder, name), { recursive: true });
  }
}
