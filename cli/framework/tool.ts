import { closest } from "../../modules/closest";
import { parseOptions, splitArguments, unknownOption, type Given } from "./arguments";
import type { Command, Tool } from "./command";
import { helpOfCommand, helpOfGroup, helpOfTool } from "./help";
import { missingPackage } from "./missing-package";
import type { Options } from "./option";
import { refuseUnwritable } from "./output";
import type { Stream, Streams } from "./streams";
import { UserError } from "./user-error";

/** Runs one command and returns its exit status. Reports a user's mistake in one line, without a stack trace. */
export async function runTool(tool: Tool, args: readonly string[], streams: Streams): Promise<number> {
  try {
    return await dispatch(tool, args, streams);
  } catch (error) {
    streams.err.write(`${messageOf(error)}\n`);
    return 2;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return String((error as Error).stack ?? error);
}

async function dispatch(tool: Tool, args: readonly string[], streams: Streams): Promise<number> {
  const every = Object.assign({}, ...tool.commands.map(({ options }) => options)) as Options;
  const first = split(splitArguments(args, every).words, tool);
  // Two commands may have an option of the same name, of which only one takes a value.
  const own = tool.commands.find((command) => command.name === first.name)?.options;
  const { words, given } = splitArguments(args, { ...every, ...own });
  const { name, operands } = split(words, tool);
  const asks = (option: string) => given.some((one) => one.name === option && one.value === undefined);
  if (name === "help") {
    const topic = split(operands, tool);
    refuseMore("help takes one command", topic.operands);
    return showHelp(tool, topic.name, streams.out);
  }
  if (asks("help")) return showHelp(tool, name, streams.out);
  if (asks("version")) {
    if (name !== undefined) findCommand(tool, name, given, operands);
    streams.out.write(`${tool.name} ${tool.version()}\n`);
    return 0;
  }
  if (args.length === 0) {
    showHelp(tool, undefined, streams.err);
    // Nothing was checked. Status 0 would mean "no findings" to a script with an empty variable.
    return 2;
  }
  const command = findCommand(tool, name, given, operands);
  const values = valuesOf(tool, command, given, operands);
  if (typeof values["output"] === "string") refuseUnwritable(values["output"]);
  try {
    return await command.run(values, streams, operands);
  } catch (error) {
    const missing = missingPackage(error);
    throw missing === undefined ? error : new UserError(`${tool.name} ${command.name} requires ${missing}`);
  }
}

/** The command that the words begin with, and the words after it. A command of a group has a name of two words. */
function split(words: readonly string[], { commands }: Tool) {
  const isGroup = commands.some(({ name }) => name.startsWith(`${words[0]} `));
  const length = isGroup ? 2 : 1;
  return { name: words.length === 0 ? undefined : words.slice(0, length).join(" "), operands: words.slice(length) };
}

function refuseMore(rule: string, words: readonly string[]): void {
  if (words.length > 0) throw new UserError(`${rule}, got also "${words.join(" ")}"`);
}

function showHelp(tool: Tool, topic: string | undefined, stream: Stream): number {
  const { columns } = stream;
  if (topic === undefined) stream.write(helpOfTool(tool, columns));
  else if (tool.commands.some(({ name }) => name.startsWith(`${topic} `)))
    stream.write(helpOfGroup(tool, topic, columns));
  else stream.write(helpOfCommand(tool, findCommand(tool, topic, []), columns));
  return 0;
}

function findCommand(
  { name: tool, commands }: Tool,
  name: string | undefined,
  given: readonly Given[],
  operands: readonly string[] = [],
): Command {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const help = `(see ${tool} --help)`;
  // The value of an unknown option looks like a command.
  const options = commands.flatMap(({ options: ofCommand }) => Object.keys(ofCommand));
  const unknown = given.find((one) => ![...options, "help", "version"].includes(one.name));
  if (unknown) throw new UserError(`${unknownOption(unknown, options)} ${help}`);
  if (name === undefined) throw new UserError(`no command given ${help}`);
  const group = `${name.split(" ")[0]} `;
  const inGroup = commands.filter((command) => command.name.startsWith(group));
  if (`${name} ` === group && inGroup.length > 0) {
    const names = inGroup.map((command) => command.name.slice(group.length));
    throw new UserError(`${name} requires a command: ${names.join(", ")} (see ${tool} ${name} --help)`);
  }
  const names = commands.map((command) => command.name);
  const groups = names.filter((one) => one.includes(" ")).map((one) => one.split(" ")[0]!);
  // `log find`: the name of a command of a group is two words.
  const meant = closest(`${name} ${operands[0] ?? ""}`, names) ?? closest(name, [...names, ...groups, "help"]);
  const hint = meant === undefined ? `commands are ${names.join(", ")}` : `did you mean ${meant}?`;
  throw new UserError(`unknown command "${name}"; ${hint} ${help}`);
}

function valuesOf(tool: Tool, command: Command, given: readonly Given[], operands: readonly string[]) {
  try {
    for (const { name } of given) refuseForeign(name, command, tool.commands);
    const values = parseOptions(given, command.options);
    if (command.operands === undefined && operands.length > 0) {
      const hint = "environment" in command.options ? `; did you mean --environment ${operands[0]}?` : "";
      throw new UserError(`${command.name} takes options only, got "${operands.join(" ")}"${hint}`);
    }
    return values;
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${error.message} (see ${tool.name} ${command.name} --help)`);
    throw error;
  }
}

function refuseForeign(option: string, command: Command, commands: readonly Command[]): void {
  const owners = commands.filter(({ options }) => Object.hasOwn(options, option));
  if (owners.length === 0 || owners.includes(command)) return;
  throw new UserError(`--${option} is an option of ${owners.map(({ name }) => name).join(", ")}`);
}
