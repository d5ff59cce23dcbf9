import { tableLines, textLines } from "../render/table";
import { PLAIN } from "../render/terminal";
import { EXIT_STATUS, type Command, type Tool } from "./command";
import { GROUPS, type Option } from "./option";

/** Width of a help that goes to a pipe. */
const DEFAULT_WIDTH = 80;
/** Minimum width; on a narrower terminal, the terminal wraps the lines. */
const LEAST_WIDTH = 40;

type Row = readonly [left: string, right: string];

/** The help of the tool: its commands. */
export function helpOfTool({ name, summary, notes, commands }: Tool, columns: number | undefined): string {
  const width = widthOf(columns);
  const rows: Row[] = [
    ["--help, -h", "show this help; after a command, the help of that command"],
    ["--version", "show the version"],
  ];
  return page([
    paragraph(`${name}: ${summary}`, width),
    [`Usage: ${name} COMMAND [options]`],
    ["Commands:", ...table([...commands.map((one): Row => [one.name, one.summary]), HELP_ROW], width)],
    ["Options:", ...table(rows, width)],
    ...notes.map((note) => paragraph(note, width)),
    [EXIT_STATUS],
  ]);
}

/** The help of a group of commands, whose names begin with the same word. */
export function helpOfGroup(tool: Tool, group: string, columns: number | undefined): string {
  const width = widthOf(columns);
  const rows = tool.commands
    .filter(({ name }) => name.startsWith(`${group} `))
    .map((one): Row => [one.name, one.summary]);
  return page([
    [`Usage: ${tool.name} ${group} COMMAND [options]`],
    ["Commands:", ...table(rows, width)],
    paragraph(`${tool.name} help ${group} COMMAND shows the options of a command, with examples.`, width),
  ]);
}

const HELP_ROW: Row = ["help COMMAND", "show the options of a command, with examples"];

/** The help of one command: its options by groups, and examples. */
export function helpOfCommand(tool: Tool, command: Command, columns: number | undefined): string {
  const width = widthOf(columns);
  const { name, summary, options, operands, notes = [], examples, exitStatus = EXIT_STATUS } = command;
  const required = Object.entries(options).flatMap(([option, one]) =>
    one.type === "string" && one.required === true ? [spelling(option, one)] : [],
  );
  const usage = [tool.name, name, ...required, operands ?? [], "[options]"].flat().join(" ");
  const groups = GROUPS.map((group) => ({
    title: `${group}:`,
    rows: Object.entries(options)
      .filter(([, option]) => option.group === group)
      .map(([option, one]): Row => [spelling(option, one), describe(one)]),
  })).filter(({ rows }) => rows.length > 0);
  const left = Math.max(...groups.flatMap(({ rows }) => rows.map(([cell]) => cell.length)));
  return page([
    paragraph(`${tool.name} ${name}: ${summary}`, width),
    [`Usage: ${usage}`],
    ...groups.map(({ title, rows }) => [title, ...table(rows, width, left)]),
    ...notes.map((note) => paragraph(note, width)),
    ["Examples:", ...examples.flatMap((example) => commandLines(example, width))],
    paragraph(exitStatus, width),
  ]);
}

function spelling(name: string, option: Option): string {
  return option.type === "boolean" ? `--${name}` : `--${name} ${option.placeholder}`;
}

function describe(option: Option): string {
  if (option.type === "boolean") return option.help;
  const { help, required, multiple, default: byDefault } = option;
  const facts = [
    ...(required === true ? ["required"] : []),
    ...(multiple === true ? ["may be repeated"] : []),
    ...(byDefault === undefined ? [] : [`default: ${byDefault}`]),
  ];
  return facts.length === 0 ? help : `${help} (${facts.join(", ")})`;
}

function widthOf(columns: number | undefined): number {
  return Math.max(LEAST_WIDTH, columns || DEFAULT_WIDTH);
}

function page(paragraphs: readonly (readonly string[])[]): string {
  return `${paragraphs.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Two columns below a title. */
function table(rows: readonly Row[], width: number, left = Math.max(...rows.map(([cell]) => cell.length))): string[] {
  return tableLines({ columns: [{ title: "", width: left }, { title: "" }], rows, indent: 2 }, { ...PLAIN, width });
}

function paragraph(text: string, width: number): string[] {
  return textLines(text, { ...PLAIN, width });
}

/** A command line that is too long continues on the next line, as a shell reads it. */
function commandLines(example: string, width: number): string[] {
  const lines: string[] = [];
  // Keep an option and its value together.
  for (const part of example.split(/ (?=--)/)) {
    const line = lines.at(-1);
    if (line !== undefined && `    ${line} ${part} \\`.length <= width) lines[lines.length - 1] = `${line} ${part}`;
    else lines.push(part);
  }
  return lines.map((line, index) => `${index === 0 ? "  " : "    "}${line}${index < lines.length - 1 ? " \\" : ""}`);
}
