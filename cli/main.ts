#!/usr/bin/env node
import { parseArgs } from "node:util";
import { answerControls, parseControlsFormat, parseFramework } from "./controls/command";
import { matrixText, parseFormat } from "./matrix/command";
import { writeWhole } from "./output";
import { Problem } from "./problem";

const HELP = `audit-trail: proves what the policies of an audit trail allow

Usage: audit-trail COMMAND [options]

  matrix      who can do what, computed from the synthesized policies
  controls    which requirements of security frameworks each environment meets

Options:
  --environment NAME   one environment; all that the folder holds by default
  --framework NAME     controls: one of cis, fsbp, pci, nist, soc2; all by default
  --format FORMAT      table (default), markdown, json; matrix: html too
  --output FILE        write there instead of to standard output
  --outdir FOLDER      the synthesized folder, cdktf.out by default
  --help               this text

Examples:
  npx audit-trail matrix --environment prod
  npx audit-trail matrix --format html --output matrix.html
  npx audit-trail controls --framework cis --environment prod

Exit status: 0 fine, 1 a finding, 2 could not run.
`;

const OPTIONS = {
  environment: { type: "string" },
  framework: { type: "string" },
  format: { type: "string", default: "table" },
  output: { type: "string" },
  outdir: { type: "string", default: "cdktf.out" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Where a command speaks. */
export interface Streams {
  readonly out: Pick<NodeJS.WriteStream, "write" | "isTTY">;
  readonly err: Pick<NodeJS.WriteStream, "write">;
}

/** Runs one command and gives its exit status. What the user can mend is told in a line, without a stack trace. */
export async function run(args: readonly string[], { out, err }: Streams): Promise<number> {
  try {
    return await runCommand(args, out);
  } catch (error) {
    err.write(`${error instanceof Problem ? error.message : String((error as Error).stack ?? error)}\n`);
    return 2;
  }
}

async function runCommand(args: readonly string[], out: Streams["out"]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help || positionals.length === 0) {
    out.write(HELP);
    return 0;
  }
  const { output } = values;
  const colour = output === undefined && out.isTTY === true && !process.env["NO_COLOR"];
  const { text, finding } = await answer(positionals.join(" "), values, colour);
  if (output === undefined) out.write(text);
  else writeWhole(output, text);
  return finding ? 1 : 0;
}

interface Answer {
  readonly text: string;
  readonly finding: boolean;
}

async function answer(command: string, values: ReturnType<typeof parse>["values"], colour: boolean): Promise<Answer> {
  const { environment, framework, format, outdir } = values;
  const shared = { outdir, environment, colour };
  if (command === "controls") {
    return answerControls({ ...shared, format: parseControlsFormat(format), framework: parseFramework(framework) });
  }
  if (command !== "matrix") {
    throw new Problem(`unknown command "${command}"; there are matrix and controls (see --help)`);
  }
  if (framework !== undefined) throw new Problem("--framework belongs to controls (see --help)");
  return { text: await matrixText({ ...shared, format: parseFormat(format) }), finding: false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Problem(`${(error as Error).message.split(/\n|\. /)[0]} (see --help)`);
  }
}

if (require.main === module) {
  // `| head` reads what it wants and goes: no mistake of anybody's.
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 2));
  void run(process.argv.slice(2), { out: process.stdout, err: process.stderr }).then((status) => {
    process.exitCode = status;
  });
}
