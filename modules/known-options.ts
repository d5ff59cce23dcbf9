import type { IConstruct } from "constructs";
import { unknownKey } from "./closest";

/**
 * Every option of a type; TypeScript refuses a table that lacks one. `true` ends the check: for values, and for objects
 * with free keys, such as tags. A table, or a function that picks one by the value, also checks the options inside an
 * option or a list of options. A table refuses words, numbers and booleans in place of an object; a function leaves them
 * to the construct. Constructs and other class instances are never checked.
 */
export type KeysOf<Options> = { readonly [Key in keyof Options]-?: Known<Options[Key]> };

type Known<Value> =
  | true
  | (Scalar<Value> extends never ? Table<Part<Value>> : never)
  | ((value: Part<Value>) => Table<Part<Value>> | undefined);
type Scalar<Value> = Value extends readonly (infer Entry)[] ? Scalar<Entry> : Exclude<Value, object | undefined>;
type Part<Value> = Value extends readonly (infer Entry)[] ? Part<Entry> : Extract<Value, object>;
type Table<Options> = Options extends object ? KeysOf<Options> : never;

/** The same, without the types. */
interface Keys {
  readonly [key: string]: true | Keys | ((value: object) => Keys | undefined);
}

/**
 * Throws if a construct does not know an option, or lacks one of `required`: without type checking, a misspelled option
 * would be ignored, and a missing one would end in an error of JavaScript.
 */
export function assertKnown<Options extends object>(
  { node }: IConstruct,
  id: string,
  options: Options,
  keys: KeysOf<Options>,
  ...required: readonly (keyof Options & string)[]
): void {
  const path = `${node.path}/${id}`.replaceAll("/Default", "").replace(/^\//, "");
  const given = (options as Options | undefined) ?? ({} as Options);
  const problems = [
    ...unknownOptions(given, keys),
    ...required.flatMap((option) =>
      (given[option] ?? undefined) === undefined ? [`${option} is required, got none`] : [],
    ),
  ];
  if (problems.length > 0) throw new Error(problems.map((problem) => `${path}: ${problem}`).join("\n"));
}

/** A sentence for each unknown option. `at` precedes the names of the options: `events.`, or nothing. */
export function unknownOptions<Options extends object>(options: Options, keys: KeysOf<Options>, at = ""): string[] {
  return unknownIn(options, keys as unknown as Keys, at);
}

function unknownIn(options: object, keys: Keys, at: string): string[] {
  return Object.entries(options).flatMap(([key, value]) => {
    const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (known === undefined) return [`${at}${key} is ${unknownKey(key, Object.keys(keys).sort())}`];
    return known === true ? [] : unknownBelow(value, known, `${at}${key}`);
  });
}

function unknownBelow(value: unknown, known: Exclude<Keys[string], true>, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => unknownBelow(entry, known, `${at}[${index}]`));
  if (typeof known === "object" && ["boolean", "number", "string"].includes(typeof value))
    return [`${at} must be an object with ${Object.keys(known).sort().join(", ")}, got ${JSON.stringify(value)}`];
  if (!isPlainObject(value)) return [];
  const keys = typeof known === "function" ? known(value) : known;
  return keys === undefined ? [] : unknownIn(value, keys, `${at}.`);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
