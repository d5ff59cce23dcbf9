import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../cli/framework/output";
import { UserError } from "../../cli/framework/user-error";
import { PROVIDER_LOCK } from "../../stacks/terraform-files";
import { runTerraform } from "../../cli/terraform/run";
import { withScratch } from "../process/scratch";
import { synthesizeApp } from "../process/synthesize-app";
import { requireTerraform } from "../terraform/version";
import { HELP, parseArguments, type LockArguments } from "./arguments";
import { requiredProviders } from "./required-providers";

/**
 * Synthesizes all stacks, runs `terraform providers lock` for their providers in a temporary folder, and copies the lock
 * file into the working directory. Providers that it already pins keep their versions, unless they are upgraded. Returns
 * the exit status.
 */
async function lockProviders(scratch: string, options: LockArguments): Promise<number> {
  const { platforms, upgrade, fsMirror, netMirror } = options;
  const stacks = await synthesizeApp();
  if (stacks === undefined) return 2;
  const lock = join(scratch, PROVIDER_LOCK);
  writeFileSync(join(scratch, "main.tf.json"), JSON.stringify(requiredProviders(stacks)));
  if (existsSync(PROVIDER_LOCK) && !upgrade) copyFileSync(PROVIDER_LOCK, lock);

  await requireTerraform();
  const args = [
    ...platforms.map((platform) => `-platform=${platform}`),
    ...(fsMirror === undefined ? [] : [`-fs-mirror=${fsMirror}`]),
    ...(netMirror === undefined ? [] : [`-net-mirror=${netMirror}`]),
  ];
  const { code, stderr } = await runTerraform(["providers", "lock", "-no-color", ...args], { cwd: scratch });
  if (code !== 0) throw new UserError(`${stderr.trim()}\n\n${PROVIDER_LOCK} is not written.`);

  const text = readFileSync(lock, "utf8");
  writeWhole(PROVIDER_LOCK, text);
  const pinned = [...text.matchAll(/^provider "(?:.*\/)?(.+\/.+)" \{\n {2}version\s+= "(.+)"/gm)];
  const versions = pinned.map(([, provider, version]) => `${provider} ${version}`).join(", ");
  console.log(`${PROVIDER_LOCK} pins ${versions} for ${platforms.join(", ")}. Commit it.`);
  return 0;
}

async function main(): Promise<void> {
  const options = parseArguments(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else await withScratch("audit-trail-lock", (scratch) => lockProviders(scratch, options));
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
});
