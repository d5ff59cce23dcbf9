import { availableParallelism } from "node:os";
import { join } from "node:path";
import { inParallel } from "../../cli/framework/pool";
import { UserError } from "../../cli/framework/user-error";
import { exampleNames, synthesizeExample } from "./examples";
import { readFolder, type SynthesizedStack } from "../../cli/model/folder";
import { OUTPUT_FOLDER } from "../terraform/output-folder";
import { findProviderLock } from "../../stacks/terraform-files";
import { Report } from "./report";
import { withScratch } from "../process/scratch";
import { Validator } from "../terraform/validator";
import { requireTerraform } from "../terraform/version";
import { validateStacks } from "./validation";
import { exitCode, totalLine, type Result } from "../terraform/verdict";

/** Cores that are there, two at least: Terraform waits for its provider plugin and for files. */
const AT_ONCE = Math.max(2, availableParallelism());

/** Has real Terraform validate every synthesized stack and every example. Gives the exit code. */
async function validate(scratch: string): Promise<number> {
  const shipped = readFolder(OUTPUT_FOLDER, "run npm run synth");
  const examples = await inParallel(exampleNames("examples"), AT_ONCE, (name) =>
    synthesizeExample(name, join(scratch, "examples", name)),
  );
  const stacks = [...shipped, ...examples.flatMap((example) => example.stacks)];
  const failed = examples.flatMap((example) => example.failure ?? []);
  const report = new Report(
    [...stacks, ...failed].map(({ name }) => name),
    process.stdout,
  );

  const validated = await withTerraform(stacks, scratch, report);
  failed.forEach((result) => report.finish(result));
  const results = [...validated, ...failed];
  console.log(totalLine(results));
  return exitCode(results);
}

async function withTerraform(stacks: readonly SynthesizedStack[], scratch: string, report: Report): Promise<Result[]> {
  try {
    await requireTerraform();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return stacks.map(({ name }) => {
      const result: Result = { name, verdict: { kind: "skipped", reason: error.message }, seconds: 0 };
      report.finish(result);
      return result;
    });
  }
  const validator = new Validator(join(scratch, "providers"));
  return validateStacks(stacks, validator, { scratch, providerLock: findProviderLock(), atOnce: AT_ONCE, report });
}

withScratch("audit-trail-validate", validate).catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
});
