import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { tableLines } from "../../cli/render/table";
import { terminalOf } from "../../cli/render/terminal";
import { decide } from "../../cli/policy/evaluate";
import { synthesizeAll } from "../mutation-tests/configurations";
import type { Question } from "../oracle/question";
import { Random } from "../oracle/random";
import { simulate } from "../oracle/simulator";
import { SynthesizedQuestions } from "../oracle/synthesized";
import { withScratch } from "../process/scratch";
import { measure, medianOf, type Measured } from "./measure";

const HELP = `Measures how many requests the policy evaluator decides in a second of CPU time, beside the IAM simulator, and what
audit-trail matrix takes for the environment prod, beside Node.js alone. The requests are about the synthesized stacks.

  npm run bench:evaluate
  npm run bench:evaluate -- --requests 5000

Seconds and decisions are limits for an idle machine. Exit status: 0 no findings, 1 the evaluator is less than 15 times as
fast as the simulator, or the matrix takes more than 100 MB, which are comparable between machines, 2 error.`;

const LEAST_DECISIONS = 50_000;
/** With the collator that tools/oracle/simulator.ts keeps for it, the simulator decides 2,000 to 4,000 requests. */
const LEAST_RATIO = 15;
const MOST_SECONDS = 0.5;
const MOST_MEGABYTES = 100;
const RUNS = 5;

/** Decisions in a second of CPU time, which other work of the machine changes least. */
function decisionsPerSecond(questions: readonly Question[], times: number, ask: (question: Question) => void): number {
  questions.forEach(ask);
  const start = process.cpuUsage();
  for (let time = 0; time < times; time += 1) questions.forEach(ask);
  const { user, system } = process.cpuUsage(start);
  return (questions.length * times) / ((user + system) / 1e6);
}

async function measureProgram(program: string, words: readonly string[], scratch: string): Promise<Measured> {
  const measured: Measured[] = [];
  for (let run = 0; run < RUNS; run += 1) measured.push(await measure(program, scratch, {}, words));
  return medianOf(measured);
}

async function bench(scratch: string): Promise<number> {
  const { help, requests } = programOptions(process.argv.slice(2), {
    requests: { ...wholeNumber(1), group: "Behavior", help: "different requests to decide", default: "1000" },
  });
  if (help) {
    console.log(HELP);
    return 0;
  }
  const random = new Random(1);
  const stacks = new SynthesizedQuestions(synthesizeAll());
  const questions = Array.from({ length: requests }, () => stacks.asTheyAre(random));
  const evaluator = decisionsPerSecond(questions, 50, ({ request, policies, settings }) =>
    decide(request, policies, settings),
  );
  const simulator = decisionsPerSecond(questions, 1, simulate);
  const ratio = evaluator / simulator;
  const dist = join(__dirname, "..", "..");
  const [nothing, outdir] = [join(scratch, "nothing.js"), join(scratch, "cdktf.out")];
  writeFileSync(nothing, "");
  mkdirSync(outdir);
  await measure(join(dist, "main.js"), scratch, { CDKTF_OUTDIR: outdir });
  const node = await measureProgram(nothing, [], scratch);
  const words = ["matrix", "--environment", "prod", "--outdir", outdir];
  const matrix = await measureProgram(join(dist, "cli", "main.js"), words, scratch);
  const rows = [
    ["evaluator, decisions/s", evaluator.toFixed(0), `at least ${LEAST_DECISIONS}`],
    ["simulator, decisions/s", simulator.toFixed(0), ""],
    ["evaluator to simulator, times", ratio.toFixed(0), `at least ${LEAST_RATIO}`],
    ["matrix of prod, s", matrix.seconds.toFixed(2), `at most ${MOST_SECONDS}`],
    ["matrix of prod, s of CPU time", matrix.cpuSeconds.toFixed(2), ""],
    ["Node.js alone, s of CPU time", node.cpuSeconds.toFixed(2), ""],
    ["matrix of prod, MB", matrix.megabytes.toFixed(0), `at most ${MOST_MEGABYTES}`],
  ];
  const columns = ["", "measured", "limit"].map((title, index) => ({ title, right: index > 0 }));
  console.log(tableLines({ columns, rows }, terminalOf(process.stdout)).join("\n"));
  return ratio < LEAST_RATIO || matrix.megabytes > MOST_MEGABYTES ? 1 : 0;
}

withScratch("audit-trail-bench", bench).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
