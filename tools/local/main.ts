import { constants } from "node:os";
import { HELP, parseArguments } from "./arguments";
import { LOCAL_STACKS } from "./environment";
import { pathsIn } from "./paths";
import { Problem } from "../process/problem";
import { clear, isUp, makeFolder, recall } from "./record";
import { LocalRun } from "./run";
import { requireTerraform } from "../terraform/deployment-terraform";

const paths = pathsIn(".local");

/** Ctrl-C ends what runs and what was made; a second one leaves out what Terraform would have to destroy. */
async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed.help) {
    process.stdout.write(HELP);
    return 0;
  }
  refuseSecond();
  await requireTerraform(process.env);
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
    if (interrupted === undefined) tell(working.signal.aborted ? working.signal.reason : error);
  }
  if (!parsed.keep || status === 2 || working.signal.aborted) {
    await run.down(cleaning.signal).catch((error: unknown) => {
      if (!cleaning.signal.aborted) tell(error);
      status = 2;
    });
  }
  process.stdout.write(`\n${VERDICTS[status] ?? "could not run"}, after ${run.total}\n`);
  return interrupted ?? status;
}

const VERDICTS = ["no check failed", "a check failed"];

function refuseSecond(): void {
  const standing = recall(paths);
  if (standing === undefined) return;
  if (isUp(standing)) {
    throw new Problem(`A local environment is up at ${standing.endpoint}; npm run local:down ends it`);
  }
  if (standing.emulator === undefined) {
    throw new Problem(`A local environment was left on ${standing.target}; npm run local:down destroys it`);
  }
}

function tell(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    tell(error instanceof Problem ? error : ((error as Error).stack ?? error));
    process.exit(2);
  },
);
