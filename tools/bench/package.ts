import { join } from "node:path";
import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { tableLines } from "../../cli/render/table";
import { terminalOf } from "../../cli/render/terminal";
import { MOST_TIMES_BARE, timeImports } from "./imports";

const HELP = `Measures the CPU time of importing all modules of the npm package, beside the same provider resources without them.

  npm run bench:package
  npm run bench:package -- --runs 50

  --runs NUMBER  runs of each, in turn (default 15)
  --help         show this help

Exit status 1 where the modules take more than ${MOST_TIMES_BARE} times as long, 2 where it could not be measured.`;

function bench(args: readonly string[]): number {
  const options = programOptions(args, {
    runs: { ...wholeNumber(1), group: "Behavior", help: "runs of each", default: "15" },
  });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { modules, bare } = timeImports(join(__dirname, "..", "..", ".."), options.runs);
  const ratio = modules / bare;
  const rows = [
    ["bare resources", bare.toFixed(0), "", ""],
    ["all modules", modules.toFixed(0), ratio.toFixed(2), String(MOST_TIMES_BARE)],
  ];
  const columns = ["", "ms", "times bare", "limit"].map((title, index) => ({ title, right: index > 0 }));
  console.log(tableLines({ columns, rows }, terminalOf(process.stdout)).join("\n"));
  return ratio > MOST_TIMES_BARE ? 1 : 0;
}

try {
  process.exitCode = bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
