import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { withScratch } from "../process/scratch";
import { tableLines } from "../../cli/render/table";
import { terminalOf } from "../../cli/render/terminal";
import { measure, medianOf, type Measured } from "./measure";

/** A real plan that turns cells of the matrix, so that the whole way is measured. */
const PLAN = "__tests__/fixtures/plans/source-arn-removed/local-archive.json";
const STACKS = "__tests__/fixtures/plans/synthesized";

const HELP = `Measures audit-trail review over large plans: a real one, with resources added to it.

  npm run bench:review
  npm run bench:review -- --runs 3

Limits: 1,000 resources 2 s and 250 MB; 50 MB of JSON 10 s. They depend on the machine: exit status 1 only where
1,000 resources take more than 5 times as long as the plan without them, 2 where it could not be measured.`;

const SIZES = [
  { name: "real plan", resources: 0, bytes: 0, seconds: undefined, megabytes: undefined },
  { name: "1,000 resources", resources: 1000, bytes: 0, seconds: 2, megabytes: 250 },
  { name: "50 MB", resources: 1000, bytes: 50_000_000, seconds: 10, megabytes: undefined },
] as const;

const MOST_TIMES = 5;

async function bench(scratch: string): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  const runs = args[0] === "--runs" ? Number(args[1]) : 3;
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs must be a whole number from 1, got ${args[1]}`);
  const results: Measured[] = [];
  for (const { resources, bytes } of SIZES) {
    const file = join(scratch, "plan.json");
    writeFileSync(file, largePlan(resources, bytes));
    const words = ["review", file, "--outdir", STACKS, "--fail-on", "never", "--output", join(scratch, "report.txt")];
    const measured: Measured[] = [];
    for (let run = 0; run < runs; run += 1) {
      measured.push(await measure(join(__dirname, "..", "..", "cli", "main.js"), scratch, {}, words));
    }
    results.push(medianOf(measured));
  }
  const limit = (value: number | undefined, unit: string) => (value === undefined ? "" : `${value} ${unit}`);
  const rows = SIZES.map(({ name, seconds, megabytes }, index) => [
    name,
    results[index]!.seconds.toFixed(2),
    limit(seconds, "s"),
    results[index]!.megabytes.toFixed(0),
    limit(megabytes, "MB"),
  ]);
  console.log(`Node ${process.versions.node}, ${availableParallelism()} CPUs; median of ${runs} runs\n`);
  const columns = ["", "seconds", "limit", "MB", "limit"].map((title, index) => ({ title, right: index > 0 }));
  console.log(tableLines({ columns, rows }, terminalOf(process.stdout)).join("\n"));
  return results[1]!.seconds / results[0]!.seconds > MOST_TIMES ? 1 : 0;
}

/** Every other added resource is changed; their descriptions bring the JSON to its size. */
function largePlan(resources: number, bytes: number): string {
  const plan = JSON.parse(readFileSync(PLAN, "utf8")) as { resource_changes: object[] };
  const description = "x".repeat(Math.floor(bytes / Math.max(1, resources) / 2));
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::example/*" }],
  });
  const added = Array.from({ length: resources }, (_, index) => {
    const name = `Added_${index}`;
    const values = { name, description, policy, arn: `arn:aws:iam::111122223333:policy/${name}` };
    const change =
      index % 2 === 0
        ? { actions: ["no-op"], before: values, after: values }
        : { actions: ["update"], before: values, after: { ...values, policy: policy.replace("Read", "Fetch") } };
    return { address: `aws_iam_policy.${name}`, mode: "managed", type: "aws_iam_policy", name, change };
  });
  return JSON.stringify({ ...plan, resource_changes: [...plan.resource_changes, ...added] });
}

withScratch("audit-trail-bench", bench).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
