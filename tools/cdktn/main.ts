import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Flag } from "../../cli/framework/option";
import { runProgram } from "../../cli/framework/process";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { readFolder, type SynthesizedStack } from "../../cli/model/folder";
import { copyRepository, runInCopy, type Command } from "../process/repository-copy";
import { withScratch } from "../process/scratch";
import { differences } from "./differences";
import { ALIASES, installCdktn } from "./install";

const HELP = `Tests this project with CDK Terrain, which continues CDKTF: copies the repository, installs there

${Object.entries(ALIASES)
  .map(([name, alias]) => `  ${name}: ${alias}`)
  .join("\n")}

runs lint, types, tests and the app, and compares what both frameworks write. Only the version of the framework and the
spelling of the provider (aws, hashicorp/aws) may differ. Takes ten minutes, and 1.2 GB in the folder for temporary files.

Usage: npm run test:cdktn [-- --modules]

  --modules  run the tests of the modules and stacks in place of all tests
  --help     show this help

Exit status: 0 everything passes, 1 a command fails or the output differs, 2 error.
`;

const MODULES = {
  type: "boolean",
  group: "Behavior",
  help: "run the tests of the modules and stacks in place of all tests",
} as const satisfies Flag;

const ALL_TESTS: Command = { run: "npx jest" };
const MODULE_TESTS: Command = { run: "npx jest __tests__/modules __tests__/stacks __tests__/examples" };

async function test(scratch: string, tests: Command): Promise<number> {
  const copy = join(scratch, "copy");
  const before = await synthesize(join(scratch, "cdktf", "cdktf.out"));
  await copyRepository(copy);
  await installCdktn(copy);
  // The quick ones first.
  const commands = [{ run: "npm run types" }, { run: "npm run synth" }, { run: "npm run lint" }, tests];
  const status = await runInCopy(copy, commands, "with CDK Terrain");
  if (status !== 0) return status;
  const found = differences(before, readFolder(join(copy, "cdktf.out")));
  console.log(found.length === 0 ? `CDKTF and CDK Terrain write the same ${before.length} stacks` : found.join("\n"));
  return found.length === 0 ? 0 : 1;
}

/** What this checkout writes with CDKTF. */
async function synthesize(outdir: string): Promise<SynthesizedStack[]> {
  mkdirSync(outdir, { recursive: true });
  const app = join(__dirname, "..", "..", "main.js");
  const { code, stderr } = await runProgram(process.execPath, [app], { env: { ...process.env, CDKTF_OUTDIR: outdir } });
  if (code !== 0) throw new UserError(stderr.trimEnd());
  return readFolder(outdir);
}

async function main(): Promise<void> {
  const { help, modules } = programOptions(process.argv.slice(2), { modules: MODULES });
  if (help) process.stdout.write(HELP);
  else await withScratch("audit-trail-cdktn", (scratch) => test(scratch, modules ? MODULE_TESTS : ALL_TESTS));
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
});
