import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { wholeNumber } from "../../cli/framework/option";
import { runProgram } from "../../cli/framework/process";
import { programOptions } from "../../cli/framework/program";
import { tableLines } from "../../cli/render/table";
import { terminalOf } from "../../cli/render/terminal";
import { RULES, SCOPES } from "../../modules/alerts";
import { withScratch } from "../process/scratch";
import { median } from "./measure";

const HELP = `Measures how long audit-trail --help and --version take, and the code of the function that sends alerts, compared
with Node.js alone.

  npm run bench:start
  npm run bench:start -- --runs 50

  --runs NUMBER  runs of each, in turn (default 21)
  --help         show this help

Without the AWS SDK, which Lambda has. The limit is 80 ms on a machine where Node.js alone takes 40 ms. Exit status: 0 no findings, 1 a command takes more than
twice as long as Node.js, which is comparable between machines, 2 error.`;

const BIN = join(__dirname, "..", "..", "..", "bin", "audit-trail.js");

const programsIn = (scratch: string) => [
  { name: "node", args: ["-e", "0"] },
  { name: "audit-trail --help", args: [BIN, "--help"] },
  { name: "audit-trail --version", args: [BIN, "--version"] },
  { name: "audit-trail verify --help", args: [BIN, "verify", "--help"] },
  { name: "function that sends alerts", args: ["-e", startFunction(scratch)] },
];

/** Plain JavaScript, which the build copies. */
const HANDLER = join(__dirname, "..", "..", "modules", "alerts", "handler");

const MOST_MS = 80;
const MOST_TIMES = 2;

/** Puts the function beside an empty client of SNS. Returns the program that starts it and calls it once. */
function startFunction(folder: string): string {
  cpSync(HANDLER, folder, { recursive: true });
  writeFileSync(join(folder, "catalog.json"), JSON.stringify({ rules: RULES, scopes: SCOPES }));
  const sns = join(folder, "node_modules", "@aws-sdk", "client-sns");
  mkdirSync(sns, { recursive: true });
  writeFileSync(join(sns, "index.js"), "exports.SNSClient = class {}; exports.PublishCommand = class {};");
  const settings = JSON.stringify({ watched: { accounts: [] }, deployRoles: [], topicArn: "" });
  const index = JSON.stringify(join(folder, "index.js"));
  return `process.env.SETTINGS = ${JSON.stringify(settings)}; require(${index}).handler({ detail: {} })`;
}

async function bench(scratch: string): Promise<number> {
  const options = programOptions(process.argv.slice(2), {
    runs: { ...wholeNumber(1), group: "Behavior", help: "runs of each", default: "21" },
  });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const programs = programsIn(scratch);
  const times = programs.map((): number[] => []);
  for (let run = 0; run < options.runs; run += 1) {
    for (const [index, program] of programs.entries()) times[index]!.push(await timeOf(program.args));
  }
  const medians = times.map(median);
  const ratios = medians.map((milliseconds) => milliseconds / medians[0]!);
  const rows = programs.map(({ name }, index) => {
    const limits = index === 0 ? ["", ""] : [String(MOST_MS), String(MOST_TIMES)];
    return [name, medians[index]!.toFixed(0), limits[0]!, ratios[index]!.toFixed(2), limits[1]!];
  });
  console.log(`Node ${process.versions.node}, ${availableParallelism()} CPUs; median of ${options.runs} runs\n`);
  const columns = ["", "ms", "limit", "times node", "limit"].map((title, index) => ({ title, right: index > 0 }));
  console.log(tableLines({ columns, rows }, terminalOf(process.stdout)).join("\n"));
  return ratios.some((ratio) => ratio > MOST_TIMES) ? 1 : 0;
}

async function timeOf(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const { code, stderr } = await runProgram(process.execPath, args);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr.trim()}`);
  return performance.now() - start;
}

withScratch("audit-trail-bench", bench).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
