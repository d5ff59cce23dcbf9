import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack, type App } from "cdktf";
import { pathOf } from "../modules/validation";
import { writeTerraformFiles } from "./terraform-files";

/**
 * Checks every construct of the app, then writes all stacks, or none if there is a problem: `App.synth` checks one
 * stack at a time, and writes those before the faulty one. Throws one error with every problem. `providerLock`: see
 * AppOptions.
 */
export function synthesize(app: App, providerLock?: string): void {
  const problems = app.node
    .findAll()
    .flatMap((construct) => construct.node.validate().map((problem) => `${pathOf(construct)}: ${problem}`));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // `cdktf` sets the folder and removes stale stacks itself; it fails if one is already removed.
  if (process.env["CDKTF_OUTDIR"] === undefined) removeStaleStacks(app);
  app.synth();
  for (const stack of app.node.children.filter(TerraformStack.isStack)) {
    writeTerraformFiles(join(app.outdir, app.manifest.forStack(stack).workingDirectory), providerLock);
  }
}

/** `cdktf synth` removes the output of stacks that the app no longer has, `node main.js` does not. Keeps other folders. */
function removeStaleStacks(app: App): void {
  const current = app.node.children.filter(TerraformStack.isStack).map(({ node }) => node.id);
  const folder = join(app.outdir, "stacks");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!current.includes(name) && existsSync(join(folder, name, "cdk.tf.json")))
      rmSync(join(folder, name), { recursive: true });
  }
}
