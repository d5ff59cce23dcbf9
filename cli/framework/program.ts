import { parseOptions, splitArguments } from "./arguments";
import type { Flag, Options, Values } from "./option";
import { UserError } from "./user-error";

const help = { type: "boolean", group: "Output", help: "show this help" } as const satisfies Flag;

type WithHelp<Known extends Options> = Values<Known> & { readonly help: boolean };

/** The options of a program without commands, such as `npm run local`. Throws a `UserError` for unknown arguments. */
export function programOptions<const Known extends Options>(args: readonly string[], known: Known): WithHelp<Known> {
  const { values, words } = programArguments(args, known);
  if (words.length > 0) throw new UserError(`only options are allowed, got "${words.join(" ")}" (see --help)`);
  return values;
}

/** The options of a program, and its other arguments. Throws a `UserError` for unknown options. */
export function programArguments<const Known extends Options>(
  args: readonly string[],
  known: Known,
): { readonly values: WithHelp<Known>; readonly words: readonly string[] } {
  const all = { ...known, help };
  const { words, given } = splitArguments(args, all);
  if (given.some(({ name, value }) => name === "help" && value === undefined)) {
    // Ignore everything else, including mistakes.
    return { values: { ...(parseOptions([], known) as Values<Known>), help: true }, words: [] };
  }
  try {
    return { values: parseOptions(given, all) as WithHelp<Known>, words };
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${error.message} (see --help)`) : error;
  }
}
