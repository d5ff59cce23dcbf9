import { App } from "cdktf";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { inParallel } from "../../cli/framework/pool";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { addStacks, synthesize } from "../../stacks";
import { COMPLETE } from "../samples/complete";
import { EXISTING } from "../samples/existing";
import { fleet } from "../samples/fleet";
import { exampleNames, synthesizeExample } from "./examples";
import { readFolder, type SynthesizedStack } from "../../cli/model/folder";
import { findProviderLock } from "../../stacks/terraform-files";
import { Report } from "./report";
import { withScratch } from "../process/scratch";
import { synthesizeApp } from "../process/synthesize-app";
import { Validator } from "../terraform/validator";
import { requireTerraform } from "../terraform/version";
import { validateStacks } from "./validation";
import { exitCode, totalLine } from "../terraform/verdict";

/** The number of cores, at least two: Terraform often waits for its provider plugin and for files. */
const AT_ONCE = Math.max(2, availableParallelism());

const HELP = `Synthesizes every stack and example, and three environments that together use every option: one with
all options, one of what exists already, and a fleet of three accounts. Runs terraform init and terraform validate on each stack.

Usage: npm run validate

  --help  show this help

Requires Terraform 1.10 or later, and the provider registry or a mirror. Sends nothing to AWS.

Exit status: 0 all passed, 1 a stack is invalid, 2 error, or a stack could not be checked.
`;

/** Synthesizes and validates every stack. Returns the exit status. */
async function validate(scratch: string): Promise<number> {
  await requireTerraform();
  const shipped = await synthesizeApp();
  if (shipped === undefined) return 2;
  const examples = await inParallel(exampleNames("examples"), AT_ONCE, (name) =>
    synthesizeExample(name, join(scratch, "examples", name)),
  );
  const options = synthesizeOptions(join(scratch, "options"));
  const stacks = [...shipped, ...examples.flatMap((example) => example.stacks), ...options];
  const failed = examples.flatMap((example) => example.failure ?? []);
  const report = new Report(
    [...stacks, ...failed].map(({ name }) => name),
    process.stdout,
  );

  const validator = new Validator(join(scratch, "providers"));
  const providerLock = findProviderLock();
  const validated = await validateStacks(stacks, validator, { scratch, providerLock, atOnce: AT_ONCE, report });
  failed.forEach((result) => report.finish(result));
  const results = [...validated, ...failed];
  console.log(totalLine(results));
  return exitCode(results);
}

/** The environments with every option. Their names begin like a folder's, which no environment's does. */
function synthesizeOptions(outdir: string): SynthesizedStack[] {
  const app = new App({ outdir, stackTraces: false });
  for (const environment of [{ ...COMPLETE, name: "complete" }, EXISTING, fleet(3)]) {
    addStacks(app, environment, { localState: false });
  }
  synthesize(app);
  return readFolder(outdir).map((stack) => ({ ...stack, name: `options/${stack.name}` }));
}

async function main(): Promise<void> {
  const { help } = programOptions(process.argv.slice(2), {});
  if (help) process.stdout.write(HELP);
  else await withScratch("audit-trail-validate", validate);
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
});
