import type { Option, Options, TableCommand } from "./command";
import { HELP_OPTION } from "./command";

const EXIT_STATUS = "Exit status: 0 fine, 1 a finding, 2 could not run.";

/** The help of the tool: its commands. */
export function helpOfTool(commands: readonly TableCommand[]): string {
  return [
    "audit-trail: proves what an audit trail on AWS allows, and that it works",
    "",
    "Usage: audit-trail COMMAND [options]",
    "",
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Options of a command, with examples: audit-trail COMMAND --help",
    "",
    EXIT_STATUS,
    "",
  ].join("\n");
}

/** The help of one command: its options and examples. */
export function helpOfCommand({ name, summary, options, operands, notes = [], examples }: TableCommand): string {
  return [
    `audit-trail ${name}: ${summary}`,
    "",
    `Usage: audit-trail ${name} ${operands === undefined ? "" : `${operands} `}[options]`,
    "",
    ...optionLines({ ...options, help: HELP_OPTION }),
    ...(notes.length === 0 ? [] : ["", ...notes]),
    "",
    "Examples:",
    ...examples.map((example) => `  ${example}`),
    "",
    EXIT_STATUS,
    "",
  ].join("\n");
}

function optionLines(options: Options): string[] {
  return columns(Object.entries(options).map(([name, option]) => [spelling(name, option), option.help]));
}

function spelling(name: string, { value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

/** Two columns; a text of several lines stays in its own. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3;
  return rows.flatMap(([left, right]) =>
    right.split("\n").map((line, index) => `  ${(index === 0 ? left : "").padEnd(width)}${line}`),
  );
}
