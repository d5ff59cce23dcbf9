import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { choice } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { StatusLine } from "../../cli/framework/status-line";
import { readChecks, type Check, type Evaluator } from "./checks";
import { EQUIVALENTS, review } from "./equivalents";
import { mutantsOf, type Mutant } from "./mutants";
import { reportText } from "./report";
import { Sources, withCountedSteps } from "./sources";

const HELP = `Breaks the policy evaluator in one place at a time and checks that a case of its tests notices.

  npm run test:evaluator-mutations
  npm run test:evaluator-mutations -- --file operators.ts

The cases are the tables in __tests__/fixtures/evaluator. A change that no case can notice must be in
tools/evaluator-mutations/equivalents.ts, with the reason. Exit status: 0 all noticed, 1 a survivor or an unused
equivalent, 2 error.`;

const ROOT = process.cwd();
const EVALUATOR = join(ROOT, "cli", "policy", "evaluate");
/** Saves statements that cannot match, and decides nothing. */
const BESIDE = ["by-principal.ts"];
const FILES = readdirSync(EVALUATOR).filter((name) => !BESIDE.includes(name));

function main(): number {
  const { help, file } = programOptions(process.argv.slice(2), {
    file: { ...choice(FILES), placeholder: "NAME", group: "Behavior", help: "break this file only" },
  });
  if (help) {
    console.log(HELP);
    return 0;
  }
  const sources = new Sources();
  const trial = new Trial(sources, readChecks(ROOT, sources));
  if (!trial.passes()) throw new Error("the evaluator fails a case; run npx jest __tests__/cli/policy/evaluate");
  const files = FILES.filter((name) => file === undefined || name === file);
  const mutants = files.flatMap((name) =>
    mutantsOf(name, withCountedSteps(readFileSync(join(EVALUATOR, name), "utf8"))),
  );
  const status = new StatusLine(process.stderr);
  const survivors = mutants.filter((mutant, index) => {
    if (index % 20 === 0) status.show(`${index} of ${mutants.length} changes tried`);
    return trial.passes(mutant);
  });
  status.clear();
  const reviewed = review(survivors, file === undefined ? EQUIVALENTS : EQUIVALENTS.filter((one) => one.file === file));
  process.stdout.write(reportText(files, mutants, reviewed));
  return reviewed.survivors.length + reviewed.stale.length > 0 ? 1 : 0;
}

/** Asks changed evaluators all cases until one fails; those first that failed last. */
class Trial {
  private readonly checks: Check[];

  constructor(
    private readonly sources: Sources,
    checks: readonly Check[],
  ) {
    this.checks = [...checks];
  }

  passes(mutant?: Mutant): boolean {
    const changed = mutant && { path: join(EVALUATOR, mutant.file), source: mutant.source };
    try {
      const evaluator = this.sources.load(join(EVALUATOR, "index.ts"), changed) as unknown as Evaluator;
      const failed = this.checks.findIndex((check) => {
        this.sources.start();
        return !check(evaluator);
      });
      if (failed < 0) return true;
      this.first(failed);
    } catch {
      // A crash is noticed, too.
    }
    return false;
  }

  private first(index: number): void {
    this.checks.unshift(...this.checks.splice(index, 1));
  }
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof UserError ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = 2;
}
