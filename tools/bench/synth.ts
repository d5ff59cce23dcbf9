import { availableParallelism } from "node:os";
import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { withScratch } from "../process/scratch";
import { checks, exitCode } from "./limits";
import { measureSize, type Size } from "./pair";
import { toJson, toText } from "./results";

const HELP = `Measures how long synthesis takes and how much memory, beside the same resources without modules.

  npm run bench:synth
  npm run bench:synth -- --runs 3
  npm run --silent bench:synth -- --json > bench.json

  --json         prints JSON instead of the tables
  --runs NUMBER  runs of each program, app and bare in turn; of the largest size 3 at most (default 5)
  --help         prints this

"hundred" and "thousand" are 99 and 999 stacks: as many of each shipped environment.

Exit status: 0, or 1 where a ratio is over its limit, or 2 where it could not be measured. Seconds and
megabytes are compared with their limits too, but depend on the machine.`;

/**
 * The sizes are the nearest to 100 and 1,000 stacks in which each shipped environment, with its three stacks,
 * stands equally often: 99 and 999.
 */
const SIZES = {
  shipped: { name: "shipped", runs: Infinity },
  hundred: { name: "hundred", environments: 33, runs: Infinity },
  thousand: { name: "thousand", environments: 333, runs: 3 },
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
