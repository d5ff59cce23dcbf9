import { endWithReader, interruptible, type Interrupt } from "../../cli/framework/interrupt";
import { UserError } from "../../cli/framework/user-error";
import { requireTerraform } from "../terraform/version";
import { HELP, parseArguments } from "./arguments";
import { pathsIn } from "./paths";
import { removeRun } from "./remove-run";
import { clear, isRunning, isUp, loadRun } from "./run-record";
import { LocalRun } from "./run";
import { Steps } from "./steps";

const paths = pathsIn(".local");

/**
 * Deploys the environment "local" to an emulator, checks it, and removes it. Ctrl-C at any time removes everything. On
 * an emulator that it did not start (`--endpoint`), it runs `terraform destroy`, which a second Ctrl-C leaves to `npm
 * run local:down`.
 */
async function main(args: readonly string[], interrupt: Interrupt): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed.help) {
    process.stdout.write(HELP);
    return 0;
  }
  refuseSecond();
  await requireTerraform(interrupt.signal);
  const steps = new Steps(process.stdout, interrupt.signal);
  await removeEarlier(steps, interrupt.signal);
  interrupt.signal.throwIfAborted();
  const run = new LocalRun(parsed, paths, steps, interrupt, process.stdout);
  let status = 2;
  try {
    status = await run.up();
    if (parsed.keep) {
      run.leaveUp();
      return end(status, steps, interrupt);
    }
  } catch (error) {
    report(error, interrupt);
  }
  try {
    await run.down();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    status = 2;
  }
  return end(status, steps, interrupt);
}

const VERDICTS = ["no check failed", "a check failed"];

function end(status: number, steps: Steps, { signal }: Interrupt): number {
  const verdict = signal.aborted ? "interrupted" : (VERDICTS[status] ?? "could not run");
  process.stdout.write(`\n${verdict}, after ${steps.total}\n`);
  return status;
}

function refuseSecond(): void {
  const record = loadRun(paths);
  if (record === undefined) return;
  if (isRunning(record)) {
    throw new UserError(`npm run local is already running (process ${record.run.pid}): wait until it ends, or stop it`);
  }
  if (record.kept && isUp(record)) {
    throw new UserError(`A local environment is running at ${record.endpoint}; npm run local:down removes it`);
  }
  if (record.kept && record.foreign) {
    throw new UserError(`A local environment was left on ${record.target}; npm run local:down destroys it`);
  }
}

/** Removes what a killed run left. */
async function removeEarlier(steps: Steps, signal: AbortSignal): Promise<void> {
  const record = loadRun(paths);
  if (record) await removeRun(record, paths, steps, signal);
  else clear(paths);
}

/** Prints an error, except after an interrupt, which has already been reported. */
function report(error: unknown, { signal }: Interrupt): void {
  if (!signal.aborted) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

const MESSAGES = [
  "Interrupted: removing everything that was started.",
  "Interrupted again: not waiting for Terraform. Press Ctrl-C again to stop immediately.",
];

endWithReader();
void interruptible(
  (count) => process.stderr.write(`\n${MESSAGES[count - 1]}\n`),
  async (interrupt) => {
    const status = await main(process.argv.slice(2), interrupt).catch((error: unknown) => {
      report(error instanceof UserError ? error : ((error as Error).stack ?? error), interrupt);
      return 2;
    });
    return interrupt.status() ?? status;
  },
  2,
).then((status) => process.exit(status));
