import { runProgram } from "../../cli/framework/process";
import { withScratch } from "../process/scratch";
import { copyRepository, replaceEnvironments } from "./copy";

/** What a team runs. 2 is the status of `validate` where there is no Terraform. */
const COMMANDS: readonly { readonly npm: string; readonly skipped?: number }[] = [
  { npm: "test" },
  { npm: "run docs -- --check" },
  { npm: "run docs" },
  { npm: "run validate", skipped: 2 },
];

/**
 * Proves that `environments/` belongs to whoever deploys. Copies the repository, replaces every environment by others
 * (accounts, names, Regions, options, one more of them), and runs there what the README names. The documents of the
 * examples pass as they are, then written again. Exit status: 0, or 1 where a command fails.
 */
async function main(scratch: string): Promise<number> {
  copyRepository(scratch);
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

withScratch("audit-trail-adoption", main).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
