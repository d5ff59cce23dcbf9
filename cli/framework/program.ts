import { parseOptions, splitArguments } from "./arguments";
import type { Flag, Options, Values } from "./option";
import { UserError } from "./user-error";

const help = { type: "boolean", group: "Output", help: "show this help" } as const satisfies Flag;

/** The options of a program without commands, such as `npm run local`. Throws a `UserError` for unknown arguments. */
export function programOptions<const Known extends Options>(
  args: readonly string[],
  known: Known,
): Values<Known> & { readonly help: boolean } {
  const all = { ...known, help };
  const { words, given } = splitArguments(args, all);
  if (given.some(({ name, value }) => name === "help" && value === undefined)) {
    // Ignore everything else, including mistakes.
    return { ...(parseOptions([], known) as Values<Known>), help: true };
  }
  try {
    const values = parseOptions(given, all) as Values<Known> & { readonly help: boolean };
    if (words.length > 0) throw new UserError(`only options are allowed, got "${words.join(" ")}"`);
    return values;
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${error.message} (see --help)`) : error;
  }
}
