import type { IConstruct } from "constructs";
import { unknownKey } from "./closest";

/**
 * Every option of a type; TypeScript refuses a table that lacks one. `"flag"` takes true or false, `"list"` a list, and
 * `true` ends the check: for other values, and for objects with free keys, such as tags. A table, or a function that picks one by the value, also checks the options inside an
 * option or a list of options. A table refuses words, numbers and booleans in place of an object; a function leaves them
 * to the construct. Constructs and other class instances are never checked.
 */
export type KeysOf<Options> = { readonly [Key in keyof Options]-?: Known<Options[Key]> };

type Known<Value> =
  | (Exclude<Value, undefined> extends boolean ? "flag" : never)
  | (Exclude<Value, undefined> extends readonly unknown[] ? "list" : never)
  | true
  | (Scalar<Value> extends never ? Table<Part<Value>> : never)
  | ((value: Part<Value>) => Table<Part<Value>> | undefined);
type Scalar<Value> = Value extends readonly (infer Entry)[] ? Scalar<Entry> : Exclude<Value, object | undefined>;
type Part<Value> = Value extends readonly (infer Entry)[] ? Part<Entry> : Extract<Value, object>;
type Table<Options> = Options extends object ? KeysOf<Options> : never;

/** The same, without the types. */
interface Keys {
  readonly [key: string]: true | "flag" | "list" | Keys | ((value: object) => Keys | undefined);
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
    return wrongType(value, known, `${at}${key}`) ?? unknownBelow(value, known, `${at}${key}`);
  });
}

/** What TypeScript refuses, and JavaScript would take for something else. */
function wrongType(value: unknown, known: Keys[string], at: string): string[] | undefined {
  if (value === undefined) return [];
  if (value === null) return [`${at} must be left out where it has no value, got null`];
  const got = typeof value === "object" ? "an object" : JSON.stringify(value);
  if (known === "flag" && typeof value !== "boolean") return [`${at} must be true or false, got ${got}`];
  if (known === "list" && !Array.isArray(value)) return [`${at} must be a list, got ${got}`];
  return undefined;
}

function unknownBelow(value: unknown, known: Keys[string], at: string): string[] {
  if (known === true || known === "flag" || known === "list") return [];
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
