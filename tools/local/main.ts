import { constants } from "node:os";
import { HELP, parseArguments } from "./arguments";
import { LOCAL_STACKS } from "./environment";
import { pathsIn } from "./paths";
import { UserError } from "../../cli/framework/user-error";
import { clear, isUp, makeFolder, loadRun } from "./run-record";
import { LocalRun } from "./run";
import { requireTerraform } from "../terraform/version";

const paths = pathsIn(".local");

/** Ctrl-C ends what runs and what was made; a second one leaves out what Terraform would have to destroy. */
async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed.help) {
    process.stdout.write(HELP);
    return 0;
  }
  refuseSecond();
  await requireTerraform();
  makeFolder(paths);
  clear(paths, LOCAL_STACKS);

  const [working, cleaning] = [new AbortController(), new AbortController()];
  let interrupted: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (interrupted !== undefined) return cleaning.abort(new Error("Interrupted again"));
    interrupted = 128 + constants.signals[signal];
    process.stderr.write("\nInterrupted: ending all that was started.\n");
    working.abort(new Error("Interrupted"));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => onSignal(signal));

  const run = new LocalRun(parsed, paths, process.stdout, working);
  let status = 2;
  try {
    status = await run.up();
    if (parsed.keep && !working.signal.aborted) run.leaveUp();
  } catch (error) {
    if (interrupted === undefined) report(working.signal.aborted ? working.signal.reason : error);
  }
  if (!parsed.keep || status === 2 || working.signal.aborted) {
    await run.down(cleaning.signal).catch((error: unknown) => {
      if (!cleaning.signal.aborted) report(error);
      status = 2;
    });
  }
  process.stdout.write(`\n${VERDICTS[status] ?? "could not run"}, after ${run.total}\n`);
  return interrupted ?? status;
}

const VERDICTS = ["no check failed", "a check failed"];

function refuseSecond(): void {
  const runRecord = loadRun(paths);
  if (runRecord === undefined) return;
  if (isUp(runRecord)) {
    throw new UserError(`A local environment is up at ${runRecord.endpoint}; npm run local:down ends it`);
  }
  if (runRecord.emulator === undefined) {
    throw new UserError(`A local environment was left on ${runRecord.target}; npm run local:down destroys it`);
  }
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    report(error instanceof UserError ? error : ((error as Error).stack ?? error));
    process.exit(2);
  },
);
