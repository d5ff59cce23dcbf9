#!/usr/bin/env node
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { matrixText, parseFormat } from "./matrix/command";
import { Problem } from "./problem";

const HELP = `audit-trail: proves what the policies of an audit trail allow

Usage: audit-trail matrix [options]

  matrix    who can do what, computed from the synthesized policies

Options:
  --environment NAME   one environment; all that the folder holds by default
  --format FORMAT      table (default), markdown, json or html
  --output FILE        write there instead of to standard output
  --outdir FOLDER      the synthesized folder, cdktf.out by default
  --help               this text

Examples:
  npx audit-trail matrix --environment prod
  npx audit-trail matrix --format html --output matrix.html

Exit status: 0 fine, 1 a finding, 2 could not run.
`;

const OPTIONS = {
  environment: { type: "string" },
  format: { type: "string", default: "table" },
  output: { type: "string" },
  outdir: { type: "string", default: "cdktf.out" },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) return void process.stdout.write(HELP);
  if (command !== "matrix" || rest.length > 0) {
    throw new Problem(`unknown command "${positionals.join(" ")}"; the one there is: matrix (see --help)`);
  }
  const { environment, outdir, output } = values;
  const colour = output === undefined && process.stdout.isTTY === true && !process.env["NO_COLOR"];
  const text = await matrixText({ outdir, environment, format: parseFormat(values.format), colour });
  if (output === undefined) process.stdout.write(text);
  else writeFileSync(output, text);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Problem(`${(error as Error).message.split("\n")[0]} (see --help)`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Problem ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exitCode = 2;
});
