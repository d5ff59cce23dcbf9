import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { tableLines } from "../../cli/render/table";
import { terminalOf } from "../../cli/render/terminal";
import { median } from "./measure";

const HELP = `Measures how long audit-trail --help and --version take, beside Node.js that does nothing.

  npm run bench:start
  npm run bench:start -- --runs 50

  --runs NUMBER  runs of each, in turn (default 21)
  --help         show this help

The limit is 80 ms where Node.js itself takes 40. Exit status 1 only where a command takes more than twice as long as
Node.js, which holds for any machine; 2 where it could not be measured.`;

const BIN = join(__dirname, "..", "..", "..", "bin", "audit-trail.js");

const PROGRAMS = [
  { name: "node", args: ["-e", "0"] },
  { name: "audit-trail --help", args: [BIN, "--help"] },
  { name: "audit-trail --version", args: [BIN, "--version"] },
  { name: "audit-trail verify --help", args: [BIN, "verify", "--help"] },
] as const;

const MOST_MS = 80;
const MOST_TIMES = 2;

function bench(args: readonly string[]): number {
  const options = programOptions(args, {
    runs: { ...wholeNumber(1), group: "Behavior", help: "runs of each", default: "21" },
  });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const times = PROGRAMS.map((): number[] => []);
  for (let run = 0; run < options.runs; run += 1) {
    PROGRAMS.forEach((program, index) => times[index]!.push(timeOf(program.args)));
  }
  const medians = times.map(median);
  const ratios = medians.map((milliseconds) => milliseconds / medians[0]!);
  const rows = PROGRAMS.map(({ name }, index) => {
    const limits = index === 0 ? ["", ""] : [String(MOST_MS), String(MOST_TIMES)];
    return [name, medians[index]!.toFixed(0), limits[0]!, ratios[index]!.toFixed(2), limits[1]!];
  });
  console.log(`Node ${process.versions.node}, ${availableParallelism()} CPUs; median of ${options.runs} runs\n`);
  const columns = ["", "ms", "limit", "times node", "limit"].map((title, index) => ({ title, right: index > 0 }));
  console.log(tableLines({ columns, rows }, terminalOf(process.stdout)).join("\n"));
  return ratios.some((ratio) => ratio > MOST_TIMES) ? 1 : 0;
}

function timeOf(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr.trim()}`);
  return performance.now() - start;
}

try {
  process.exitCode = bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
