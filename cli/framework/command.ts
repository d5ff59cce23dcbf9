import { parseArgs, type ParseArgsConfig } from "node:util";
import { writeWhole } from "./output";
import { PLAIN, terminalOf, type Stream, type Terminal } from "../render/terminal";
import { UserError } from "./user-error";

/** Where a command speaks. */
export interface Streams {
  readonly out: Pick<NodeJS.WriteStream, "write"> & Stream;
  readonly err: Pick<NodeJS.WriteStream, "write"> & Stream;
}

/** An option as `parseArgs` takes it, with what the help says of it. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** May be given more than once. */
  readonly multiple?: boolean;
  readonly default?: string | boolean;
  /** Stands for the value in the help: `NAME`. */
  readonly value?: string;
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

type ValueOf<One extends Option> = One["type"] extends "boolean"
  ? boolean | (One extends { default: boolean } ? never : undefined)
  : One extends { multiple: true }
    ? string[] | undefined
    : string | (One extends { default: string } ? never : undefined);

export type Values<All extends Options> = { readonly [Name in keyof All]: ValueOf<All[Name]> };

/** One command of the tool. `Known` are its options: the parser gives it these and no others. */
export interface Command<Known extends Options = Options> {
  readonly name: string;
  /** After the name, in the list of commands. */
  readonly summary: string;
  readonly options: Known;
  /** What it takes besides options, as the help shows it: `PLAN...`. @default nothing */
  readonly operands?: string;
  /** Lines of the help after the options. @default none */
  readonly notes?: readonly string[];
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Gives the exit status. Throws a `UserError` for what the user can mend. */
  readonly run: (values: Values<Known>, streams: Streams, operands: readonly string[]) => Promise<number>;
}

/** A command of the table, whose options the table need not know. */
export interface TableCommand extends Omit<Command, "run"> {
  /** Runs with the options of a command line, and its operands apart from them. */
  readonly start: (args: readonly string[], streams: Streams, operands: readonly string[]) => Promise<number>;
}

/** Ties the options of a command to what its `run` takes. */
export function command<const Known extends Options>(definition: Command<Known>): TableCommand {
  return {
    ...definition,
    start: (args, streams, operands) => definition.run(parse(args, definition.options), streams, operands),
  };
}

/** Options that every command has. */
export const COMMON = {
  output: { type: "string", value: "FILE", help: "write there instead of to standard output" },
  outdir: {
    type: "string",
    default: "cdktf.out",
    value: "FOLDER",
    help: "the synthesized folder, cdktf.out by default",
  },
} as const satisfies Options;

export const HELP_OPTION = { type: "boolean", short: "h", help: "this text" } as const satisfies Option;

function parse<Known extends Options>(args: readonly string[], options: Known): Values<Known> {
  try {
    const known = { ...options, help: HELP_OPTION } as NonNullable<ParseArgsConfig["options"]>;
    const { values, tokens } = parseArgs({ args: [...args], options: known, tokens: true });
    refuseUnclear(tokens.filter(({ kind }) => kind === "option") as OptionToken[], options);
    return values as Values<Known>;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${(error as Error).message.split(/\n|\. /)[0]} (see --help)`);
  }
}

type OptionToken = Extract<NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number], { kind: "option" }>;

/** `parseArgs` lets the last of several values win, and takes a text without letters for a value. */
function refuseUnclear(given: readonly OptionToken[], options: Options): void {
  for (const [index, { name, value }] of given.entries()) {
    const isRepeated = given.findIndex((one) => one.name === name) < index;
    if (isRepeated && options[name]?.multiple !== true) {
      throw new UserError(`--${name} is given more than once; leave one (see --help)`);
    }
    if (value?.trim() === "") throw new UserError(`--${name} needs a value, got an empty one (see --help)`);
  }
}

/** Writes what a command has to say: to the file, or to standard output. */
export function deliver(text: string, output: string | undefined, { out }: Streams): void {
  if (output === undefined) out.write(text);
  else writeWhole(output, text);
}

/** Who sees what a command writes: the terminal, or nobody yet where it goes to a file. */
export function terminalFor(output: string | undefined, { out }: Streams): Terminal {
  return output === undefined ? terminalOf(out) : PLAIN;
}
