import { runProgram } from "../../cli/framework/process";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { withScratch } from "../process/scratch";
import { copyRepository, replaceEnvironments } from "./copy";

const HELP = `Tests that a team can replace the environments: copies the repository, writes other environments, and runs the
checks and the generated documents there. Takes several minutes.

Usage: npm run test:adoption

  --help  show this help

Exit status: 0 every command passes, 1 a command fails, 2 error.
`;

/** The commands that a team runs. `validate` ends with status 2 if Terraform is not installed. */
const COMMANDS: readonly { readonly npm: string; readonly skipped?: number }[] = [
  { npm: "test" },
  { npm: "run docs -- --check" },
  { npm: "run docs" },
  { npm: "run validate", skipped: 2 },
];

/**
 * Tests that a team can change everything in `environments/`. Copies the repository, replaces the environments with others
 * (other accounts, names, Regions and options, and one environment more), and runs the commands of the README there. The
 * documents of the example environments must pass unchanged, then regenerated. Exit status: 0, or 1 if a command fails.
 */
async function main(scratch: string): Promise<number> {
  await copyRepository(scratch);
  replaceEnvironments(scratch);
  for (const { npm, skipped } of COMMANDS) {
    const started = performance.now();
    const { code, stdout, stderr } = await runProgram("npm", npm.split(" "), { cwd: scratch });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const isSkipped = code !== null && code === skipped;
    const result = code === 0 ? "passes" : isSkipped ? "is skipped" : "fails";
    console.log(`npm ${npm} ${result} with other environments (${seconds} s)`);
    if (code === 0) continue;
    console.log(`${stdout}${stderr}`);
    if (!isSkipped) return 1;
  }
  return 0;
}

async function program(): Promise<void> {
  const { help } = programOptions(process.argv.slice(2), {});
  if (help) process.stdout.write(HELP);
  else await withScratch("audit-trail-adoption", main);
}

program().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
});
