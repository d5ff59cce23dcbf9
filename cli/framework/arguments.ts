import { parseArgs, type ParseArgsConfig } from "node:util";
import { closest } from "../../modules/closest";
import type { Option, Options, ValueOption } from "./option";
import { UserError } from "./user-error";

/** An option on the command line. */
export interface Given {
  readonly name: string;
  /** As the user wrote it: `--format`, `-h`. */
  readonly written: string;
  /** Undefined without a value. */
  readonly value: string | undefined;
  /** Whether it is `--format=json` and not `--format json`. */
  readonly inline: boolean;
}

export interface Arguments {
  /** Arguments that are not options: the command's name, then its operands. */
  readonly words: readonly string[];
  readonly given: readonly Given[];
}

/**
 * Splits arguments; options and words may come in any order. `known` tells which options take the next word as their
 * value.
 */
export function splitArguments(args: readonly string[], known: Options): Arguments {
  const options = Object.fromEntries(Object.entries(known).map(([name, { type }]) => [name, { type }]));
  const config: ParseArgsConfig = {
    args: [...args],
    options: { ...options, help: { type: "boolean", short: "h" }, version: { type: "boolean" } },
    allowPositionals: true,
    strict: false,
  };
  const { tokens } = parseArgs({ ...config, tokens: true });
  return {
    words: tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : [])),
    given: tokens.flatMap((token) =>
      token.kind === "option"
        ? [{ name: token.name, written: token.rawName, value: token.value, inline: token.inlineValue === true }]
        : [],
    ),
  };
}

/** The value of each option. Throws a `UserError` for the first mistake. */
export function parseOptions(given: readonly Given[], options: Options): Readonly<Record<string, unknown>> {
  for (const [index, one] of given.entries()) {
    const option = Object.hasOwn(options, one.name) ? options[one.name] : undefined;
    if (option === undefined) throw new UserError(unknownOption(one, Object.keys(options)));
    checkForm(one, option);
    const isRepeated = given.findIndex(({ name }) => name === one.name) < index;
    if (isRepeated && !("multiple" in option && option.multiple)) {
      throw new UserError(`--${one.name} is given more than once; give it once`);
    }
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const ours = given.filter((one) => one.name === name);
      return [name, option.type === "boolean" ? ours.length > 0 : valueOf(name, option, ours)];
    }),
  );
}

/** The error for an option that is none of `names`. */
export function unknownOption({ written, name }: Given, names: readonly string[]): string {
  const meant = closest(name, [...names, "help", "version"]);
  return `unknown option ${written}${meant === undefined ? "" : `; did you mean --${meant}?`}`;
}

/** Checks the form of an option: if a value is missing, Node takes the next option as the value. */
function checkForm({ name, value, inline }: Given, option: Option): void {
  if (option.type === "boolean") {
    if (value !== undefined) throw new UserError(`--${name} takes no value, got "${value}"`);
    return;
  }
  const usage = `--${name} ${option.placeholder}`;
  if (value === undefined) throw new UserError(`--${name} requires a value: ${usage}`);
  if (value.trim() === "") throw new UserError(`--${name} requires a value, got an empty one: ${usage}`);
  if (!inline && /^-./.test(value)) {
    throw new UserError(
      `--${name} requires a value, got the option ${value}; if it is the value, write --${name}=${value}`,
    );
  }
}

function valueOf(name: string, option: ValueOption, given: readonly Given[]): unknown {
  const texts =
    given.length > 0 ? given.map(({ value }) => value!) : option.default === undefined ? [] : [option.default];
  const values = texts.map((text) => {
    const value = option.parse(text);
    if (value === undefined) throw new UserError(`--${name} must be ${option.expected}, got "${text}"`);
    return value;
  });
  if (option.multiple === true) return values;
  if (values.length === 0 && option.required === true) {
    throw new UserError(`--${name} is required: --${name} ${option.placeholder}`);
  }
  return values[0];
}
