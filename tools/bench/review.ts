import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { withScratch } from "../process/scratch";
import { tableLines } from "../../cli/render/table";
import { terminalOf } from "../../cli/render/terminal";
import { hclResources, manyPolicies, newBuckets, newKeyStatements, newRoles, realPlan } from "./plans";
import { measure, medianOf, type Measured } from "./measure";

const STACKS = "__tests__/fixtures/plans/synthesized";

const HELP = `Measures audit-trail review, and audit-trail matrix of HCL, with large plans: a real one, with added resources.

  npm run bench:review
  npm run bench:review -- --runs 3

Seconds and megabytes are limits for an idle machine. Exit status: 0 no findings, 1 a plan takes too many times the CPU
time of the real plan, which is comparable between machines, 2 error.`;

/** A plan with the limits of its review. */
interface Plan {
  readonly name: string;
  readonly make: () => string;
  /** @default review */
  readonly command?: "matrix";
  readonly seconds?: number;
  readonly megabytes?: number;
  /** Limit, in multiples of the CPU time of the real plan. */
  readonly times?: number;
}

const PLANS: readonly Plan[] = [
  { name: "real plan", make: realPlan },
  { name: "1,000 policies", make: () => manyPolicies(1000), seconds: 2, megabytes: 250, times: 5 },
  { name: "50 MB of policies", make: () => manyPolicies(1000, 50_000_000), seconds: 10, times: 20 },
  { name: "1,000 new roles", make: () => newRoles(1000), seconds: 2, times: 5 },
  { name: "4,000 new buckets", make: () => newBuckets(4000), seconds: 2, times: 5 },
  { name: "matrix of 1,000 HCL resources", make: () => hclResources(1000), command: "matrix", seconds: 3, times: 5 },
  { name: "1,500 key statements", make: () => newKeyStatements(1500), seconds: 5, times: 12 },
];

async function bench(scratch: string): Promise<number> {
  const { help, runs } = programOptions(process.argv.slice(2), {
    runs: { ...wholeNumber(1), group: "Behavior", help: "runs of each plan", default: "3" },
  });
  if (help) {
    console.log(HELP);
    return 0;
  }
  const results: Measured[] = [];
  for (const { make, command } of PLANS) {
    // Named after its stack, so that the other stacks of the environment are added to it.
    const file = join(scratch, "local-archive.json");
    writeFileSync(file, make());
    const ofReview = ["--outdir", STACKS, "--fail-on", "never"];
    const words = [command ?? "review", file, "--output", join(scratch, "report.txt"), ...(command ? [] : ofReview)];
    const measured: Measured[] = [];
    for (let run = 0; run < runs; run += 1) {
      measured.push(await measure(join(__dirname, "..", "..", "cli", "main.js"), scratch, {}, words));
    }
    results.push(medianOf(measured));
  }
  // CPU time depends least on other work of the machine.
  const timesReal = results.map(({ cpuSeconds }) => cpuSeconds / results[0]!.cpuSeconds);
  const shown = (value: number | undefined) => (value === undefined ? "" : String(value));
  const rows = PLANS.map(({ name, seconds, megabytes, times }, index) => [
    name,
    results[index]!.seconds.toFixed(2),
    shown(seconds),
    results[index]!.megabytes.toFixed(0),
    shown(megabytes),
    timesReal[index]!.toFixed(1),
    shown(times),
  ]);
  console.log(`Node ${process.versions.node}, ${availableParallelism()} CPUs; median of ${runs} runs\n`);
  const titles = ["", "seconds", "limit", "MB", "limit", "CPU time, times the real plan", "limit"];
  const columns = titles.map((title, index) => ({ title, right: index > 0 }));
  console.log(tableLines({ columns, rows }, terminalOf(process.stdout)).join("\n"));
  return PLANS.some(({ times = Infinity }, index) => timesReal[index]! > times) ? 1 : 0;
}

withScratch("audit-trail-bench", bench).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
