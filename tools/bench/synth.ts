import { availableParallelism } from "node:os";
import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { withScratch } from "../process/scratch";
import { checks, exitCode } from "./limits";
import { measureSize, type Size } from "./pair";
import { toJson, toText } from "./results";

const HELP = `Measures the time and memory of a synthesis, compared with the same resources without modules.

  npm run bench:synth
  npm run bench:synth -- --runs 3
  npm run --silent bench:synth -- --json > bench.json

  --json         print JSON instead of the tables
  --runs NUMBER  runs of each program, app and bare in turn; at most 3 for the largest size (default 5)
  --help         show this help

"hundred" and "thousand" are 100 and 1,000 stacks, copied from the shipped environments; "fleet" is one environment with 50
audited accounts, 53 stacks. "operated" is "prod" with alerts, a SIEM and GuardDuty.

Exit status: 0 no findings, 1 a ratio is over its limit, 2 error. Seconds and megabytes are also compared with their
limits, but depend on the machine.`;

/** 100 and 1,000 stacks contain each of the three shipped environments, which have ten stacks, equally often. */
const SIZES = {
  shipped: { name: "shipped", runs: Infinity },
  hundred: { name: "hundred", environments: 30, runs: Infinity },
  thousand: { name: "thousand", environments: 300, runs: 3 },
  fleet: { name: "fleet", accounts: 50, runs: Infinity },
  prod: { name: "prod", fixture: "prod", runs: Infinity },
  operated: { name: "operated", fixture: "operated", runs: Infinity },
} as const satisfies Record<string, Size>;

async function bench(scratch: string): Promise<number> {
  const { help, json, runs } = programOptions(process.argv.slice(2), {
    json: { type: "boolean", group: "Output", help: "print JSON" },
    runs: { ...wholeNumber(1), group: "Behavior", help: "runs of each program", default: "5" },
  });
  if (help) {
    console.log(HELP);
    return 0;
  }

  const measured = {
    shipped: await measureSize(SIZES.shipped, runs, scratch),
    hundred: await measureSize(SIZES.hundred, runs, scratch),
    thousand: await measureSize(SIZES.thousand, runs, scratch),
    fleet: await measureSize(SIZES.fleet, runs, scratch),
    prod: await measureSize(SIZES.prod, runs, scratch),
    operated: await measureSize(SIZES.operated, runs, scratch),
  };
  const results = Object.values(measured).flatMap(({ app, bare }) => [app, bare]);
  const circumstances = { node: process.versions.node, cpus: availableParallelism(), runs };
  const limits = checks(measured);
  const report = json ? toJson : toText;
  console.log(report(circumstances, results, limits));
  return exitCode(limits);
}

withScratch("audit-trail-bench", bench).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
