import { programOptions } from "../../cli/framework/program";
import { StatusLine } from "../../cli/framework/status-line";
import { UserError } from "../../cli/framework/user-error";
import { synthesizeAll } from "./configurations";
import { EXCEPTIONS, review } from "./exceptions";
import { reportText } from "./report";
import { runThreads } from "./threads";
import { countOf, measure, type Survivor } from "./trials";

const THREADS = 2;

const HELP = `Weakens every statement and setting of every environment and example, one at a time, and checks that the
access matrix detects it.

Usage: npm run test:mutations

  --help  show this help

Exit status: 0 all detected, 1 a survivor or an unused exception, 2 error.
`;

/**
 * The oracle is the matrix before the change, whose cells are tested against the handwritten table in
 * __tests__/support/expected-access.ts.
 */
async function main(): Promise<void> {
  const { help } = programOptions(process.argv.slice(2), {});
  if (help) return void process.stdout.write(HELP);
  const measured = synthesizeAll().map(measure);
  const tried = measured.map((one) => ({ environment: one.name, tried: countOf(one) }));
  const total = tried.reduce((sum, one) => sum + one.tried, 0);
  const survivors: Survivor[] = [];
  const status = new StatusLine(process.stderr);
  let done = 0;
  await runThreads(measured, THREADS, ({ survivor }) => {
    done += 1;
    if (survivor) survivors.push(survivor);
    status.show(`${done} of ${total} changes tried`);
  });
  status.clear();
  const order = (one: Survivor) => tried.findIndex(({ environment }) => environment === one.environment);
  const sorted = [...survivors].sort((a, b) => order(a) - order(b) || compare(textOf(a), textOf(b)));
  const reviewed = review(sorted, EXCEPTIONS);
  process.stdout.write(reportText(tried, reviewed));
  if (reviewed.survivors.length + reviewed.stale.length > 0) process.exitCode = 1;
}

function textOf({ source, sid = "", change }: Survivor): string {
  return `${source} ${sid} ${change}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
});
