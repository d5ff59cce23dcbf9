#!/usr/bin/env node
import { parseArgs, type ParseArgsConfig } from "node:util";
import { canaryCommand } from "./commands/canary/command";
import { HELP_OPTION, type Options, type Streams, type TableCommand } from "./framework/command";
import { controlsCommand } from "./commands/controls/command";
import { endWithReader } from "./framework/interrupt";
import { helpOfCommand, helpOfTool } from "./framework/help";
import { matrixCommand } from "./commands/matrix/command";
import { UserError } from "./framework/user-error";
import { reportCommand } from "./commands/report/command";
import { reviewCommand } from "./commands/review/command";
import { verifyCommand } from "./commands/verify/command";

export type { Streams } from "./framework/command";

const COMMANDS: readonly TableCommand[] = [
  matrixCommand,
  controlsCommand,
  reviewCommand,
  verifyCommand,
  canaryCommand,
  reportCommand,
];

/** Runs one command and gives its exit status. What the user can mend is told in a line, without a stack trace. */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  try {
    return await runCommand(args, streams);
  } catch (error) {
    streams.err.write(`${error instanceof UserError ? error.message : String((error as Error).stack ?? error)}\n`);
    return 2;
  }
}

async function runCommand(args: readonly string[], streams: Streams): Promise<number> {
  const { words, rest, named, asksHelp } = split(args);
  const [name = "", ...operands] = words;
  const command = COMMANDS.find((one) => one.name === name);
  if (name !== "" && !command) throw new UserError(`unknown command "${name}"; there are ${list()} (see --help)`);
  if (command && command.operands === undefined && operands.length > 0) {
    throw new UserError(`${name} takes options only, got "${operands.join(" ")}" (see --help)`);
  }
  if (!command || asksHelp) {
    streams.out.write(command ? helpOfCommand(command) : helpOfTool(COMMANDS));
    return 0;
  }
  for (const option of named) refuseForeign(option, command);
  return command.start(rest, streams, operands);
}

interface Split {
  /** What is no option: the command's name, then its operands. */
  readonly words: readonly string[];
  readonly rest: readonly string[];
  /** Names of the options given. */
  readonly named: readonly string[];
  readonly asksHelp: boolean;
}

/** The command's name may stand anywhere: options of all commands are known here, so that no value is taken for it. */
function split(args: readonly string[]): Split {
  const every = Object.assign({ help: HELP_OPTION }, ...COMMANDS.map(({ options }) => options)) as Options;
  const options = every as NonNullable<ParseArgsConfig["options"]>;
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const words = tokens.filter((token) => token.kind === "positional");
  const given = tokens.filter((token) => token.kind === "option");
  return {
    words: words.map(({ value }) => value),
    rest: args.filter((_, index) => !words.some((word) => word.index === index)),
    named: given.map((option) => option.name),
    asksHelp: given.some((option) => option.name === "help" && option.value === undefined),
  };
}

function refuseForeign(option: string, command: TableCommand): void {
  const owners = COMMANDS.filter(({ options }) => Object.hasOwn(options, option));
  if (owners.length === 0 || owners.includes(command)) return;
  throw new UserError(`--${option} belongs to ${owners.map(({ name }) => name).join(" and ")} (see --help)`);
}

function list(): string {
  const names = COMMANDS.map(({ name }) => name);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

if (require.main === module) {
  endWithReader();
  void run(process.argv.slice(2), { out: process.stdout, err: process.stderr }).then((status) => {
    process.exitCode = status;
  });
}
