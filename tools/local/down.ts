import { endWithReader, interruptible, type Interrupt } from "../../cli/framework/interrupt";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { pathsIn } from "./paths";
import { removeRun } from "./remove-run";
import { clear, isRunning, loadRun } from "./run-record";
import { Steps } from "./steps";

const HELP = `Destroys what npm run local -- --keep left, and ends its programs. Ctrl-C stops Terraform, which writes its
state; the next npm run local:down removes the rest.

Usage: npm run local:down

  --help  show this help

Exit status: 0 everything is removed, 2 error.
`;

const paths = pathsIn(".local");

/** Returns the exit status. */
async function main({ signal }: Interrupt): Promise<number> {
  const { help } = programOptions(process.argv.slice(2), {});
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const record = loadRun(paths);
  if (record === undefined) {
    clear(paths);
    process.stdout.write("No local environment is running.\n");
    return 0;
  }
  if (isRunning(record)) {
    throw new UserError(`npm run local is still running (process ${record.run.pid}): stop it with Ctrl-C`);
  }
  const steps = new Steps(process.stdout, signal);
  await removeRun(record, paths, steps, signal);
  process.stdout.write(`Everything is removed, after ${steps.total}
`);
  return 0;
}

endWithReader();
void interruptible(
  () => process.stderr.write("\nInterrupted: Terraform writes its state; Ctrl-C again kills it.\n"),
  async (interrupt) => {
    const status = await main(interrupt).catch((error: unknown) => {
      if (!interrupt.signal.aborted) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      } else if (loadRun(paths)) process.stderr.write("Not everything is removed: run npm run local:down again.\n");
      return 2;
    });
    return interrupt.status() ?? status;
  },
).then((status) => process.exit(status));
