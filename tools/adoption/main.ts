import type { Flag } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { copyRepository, linkPackages, runInCopy, type Command } from "../process/repository-copy";
import { withScratch } from "../process/scratch";
import { replaceEnvironments } from "./replace-environments";

const HELP = `Tests that a team can replace the environments: copies the repository, writes other environments, and runs there the
checks that read them, and the generated documents. Takes a minute or two.

Usage: npm run test:adoption [-- --all]

  --all   run the whole npm test in place of the checks that read the environments
  --help  show this help

Exit status: 0 every command passes, 1 a command fails, 2 error.
`;

const ALL = {
  type: "boolean",
  group: "Behavior",
  help: "run the whole npm test in place of the checks that read the environments",
} as const satisfies Flag;

const WHOLE_TEST: readonly Command[] = [{ run: "npm test" }];

/** What `npm test` runs, for the files that differ and the tests that import them, and the tests that start the app. */
const CHECKS: readonly Command[] = [
  { run: "npx oxfmt --check environments" },
  { run: "npx oxlint environments" },
  { run: "npm run types" },
  { run: "npx jest --config jest.related.config.js --findRelatedTests environments/index.ts" },
  {
    run: "npx jest --config jest.integration.config.js __tests__/main __tests__/tools/synth __tests__/tools/provider-lock",
  },
];

/** The documents of the example environments must pass unchanged, then regenerated. */
const GENERATED: readonly Command[] = [
  { run: "npm run docs -- --check" },
  { run: "npm run docs" },
  { run: "npm run validate", skipped: 2 },
];

/**
 * Copies the repository, replaces the environments with others (other accounts, names, Regions and options, and one
 * environment more), and runs there what a team runs. Exit status: 0, or 1 if a command fails.
 */
async function test(scratch: string, commands: readonly Command[]): Promise<number> {
  await copyRepository(scratch);
  linkPackages(scratch);
  replaceEnvironments(scratch);
  return runInCopy(scratch, commands, "with other environments");
}

async function main(): Promise<void> {
  const { help, all } = programOptions(process.argv.slice(2), { all: ALL });
  if (help) process.stdout.write(HELP);
  else {
    const checks = all ? WHOLE_TEST : CHECKS;
    await withScratch("audit-trail-adoption", (scratch) => test(scratch, [...checks, ...GENERATED]));
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
});
