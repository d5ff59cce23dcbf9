import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { StatusLine } from "../../cli/framework/status-line";
import { synthesizeAll } from "../mutation-tests/configurations";
import { compare, Tally } from "./compare";
import { hostile } from "./hostile";
import { invented } from "./invented";
import type { Question } from "./question";
import { Random } from "./random";
import { SynthesizedQuestions } from "./synthesized";

const HELP = `Compares the policy evaluator with the IAM simulator on random requests.

  npm run test:oracle
  npm run test:oracle -- --requests 10000 --seed 7

The policies are those of the synthesized stacks, the same with a statement changed, and two kinds of random ones. A
disagreement must be in tools/oracle/settled.ts, with the page of AWS's documentation that settles it. Exit status: 0
none but these, 1 another, 2 could not run.`;

/** As many of the disagreements are shown. */
const SHOWN = 5;

function main(): number {
  const { help, requests, seed } = programOptions(process.argv.slice(2), {
    requests: { ...wholeNumber(1), group: "Behavior", help: "requests to compare", default: "200000" },
    seed: { ...wholeNumber(0), group: "Behavior", help: "the same seed asks the same", default: "1" },
  });
  if (help) {
    console.log(HELP);
    return 0;
  }
  const random = new Random(seed);
  const stacks = new SynthesizedQuestions(synthesizeAll());
  const kinds: readonly (readonly [string, () => Question])[] = [
    ["synthesized", () => stacks.asTheyAre(random)],
    ["mutated", () => stacks.mutated(random)],
    ["random", () => invented(random)],
    ["hostile", () => hostile(random)],
  ];
  const tally = new Tally();
  const status = new StatusLine(process.stderr);
  for (let asked = 0; asked < requests; asked += 1) {
    const [kind, make] = kinds[asked % kinds.length]!;
    const question = make();
    tally.add(question, compare(question));
    tally.count(`asked: ${kind}`);
    if (asked % 1000 === 0) status.show(`${asked} of ${requests} requests compared`);
  }
  status.clear();
  for (const [label, count] of [...tally.counts].sort()) console.log(`${String(count).padStart(8)}  ${label}`);
  for (const one of tally.disagreements.slice(0, SHOWN)) console.log(JSON.stringify(one, null, 2));
  return tally.disagreements.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
}
