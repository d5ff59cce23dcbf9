import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { terminalOf } from "../../cli/render/terminal";
import { outputFolder } from "../../stacks/names";
import { synthesizeApp } from "../process/synthesize-app";
import { summaryLines } from "./stack-table";

const HELP = `Writes the stacks of the environments in environments/ to cdktf.out, or to CDKTF_OUTDIR, and lists them.

Usage: npm run synth
       ENVIRONMENT=dev,staging npm run synth

Sends nothing to AWS, except with LOCAL_STATE.

Exit status: 0 written, 2 error.
`;

/** Returns the exit status. */
async function main(args: readonly string[]): Promise<number> {
  const words = args.filter((one) => !one.startsWith("-"));
  if (words.length > 0) {
    const hint = `to choose environments, run ENVIRONMENT=${words.join(",")} npm run synth`;
    throw new UserError(`npm run synth takes no arguments, got "${words.join(" ")}"; ${hint}`);
  }
  if (programOptions(args, {}).help) {
    process.stdout.write(HELP);
    return 0;
  }
  const stacks = await synthesizeApp();
  if (stacks === undefined) return 2;
  console.log(summaryLines(stacks, outputFolder(), terminalOf(process.stdout)).join("\n"));
  return 0;
}

main(process.argv.slice(2)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 2;
  },
);
