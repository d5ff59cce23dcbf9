import type { Options, Values } from "./option";
import type { Streams } from "./streams";

/** Of every command that does not state its own. */
export const EXIT_STATUS = "Exit status: 0 no findings, 1 findings, 2 error.";

/** A command's name, options and help. Does not load the code that runs the command. */
export interface Definition<Known extends Options = Options> {
  /** One word, or two for a command of a group: `logs find`. */
  readonly name: string;
  /** Completes the name, in the list of commands. */
  readonly summary: string;
  readonly options: Known;
  /** Arguments besides options, as the help shows them: `[PLAN...]`. @default none */
  readonly operands?: string;
  /** Paragraphs of the help after the options. @default none */
  readonly notes?: readonly string[];
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** What each exit status means, in one sentence. @default that of all commands */
  readonly exitStatus?: string;
}

/** The values of a definition's options on the command line. */
export type ValuesOf<One extends Definition> = Values<One["options"]>;

/** Runs the command and returns the exit status. Throws a `UserError` for a mistake that the user can correct. */
export type Run<Given> = (values: Given, streams: Streams, operands: readonly string[]) => Promise<number>;

export interface Command extends Definition {
  /** Loads the code of the command, and runs it. `values` are those of `options`. */
  readonly run: Run<Readonly<Record<string, unknown>>>;
}

export interface Tool {
  readonly name: string;
  readonly summary: string;
  /** Paragraphs of the help. */
  readonly notes: readonly string[];
  readonly version: () => string;
  readonly commands: readonly Command[];
}

/** Keeps the exact types of the options, which determine the types of the values. */
export function define<const Known extends Options>(definition: Definition<Known>): Definition<Known> {
  return definition;
}

/** Adds to a definition the code of the command, which is loaded when the command is called. */
export function runnable<Known extends Options>(
  definition: Definition<Known>,
  load: () => Run<Values<Known>>,
): Command {
  return { ...definition, run: (values, ...rest) => load()(values as Values<Known>, ...rest) };
}
