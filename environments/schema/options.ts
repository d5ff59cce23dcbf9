import * as v from "valibot";
import type { Range } from "../../modules/limits/numbers";
import { isArnOf, principalAdvice } from "../../modules/policy";
import { unknownKey } from "../../modules/closest";

/**
 * A string that passes a test; `allowed` completes "must be". `advise` gives what to do about a value that fails; it
 * follows in the message on a line of its own.
 */
export const text = (
  test: (value: string) => boolean,
  allowed: string,
  advise: (value: string) => string | undefined = () => undefined,
) =>
  v.pipe(
    v.string(allowed),
    v.check(test, ({ input }) => [allowed, advise(input) ?? []].flat().join("\n")),
  );

/** Terraform would evaluate `${…}` and `%{…}`. */
export const anyText = v.pipe(
  v.string("text"),
  v.check((value) => !/[$%]\{/.test(value), 'text without "${" or "%{"'),
);

export const whole = ({ min, max }: Range, unit: string) => {
  const allowed = `a whole number of ${unit} from ${min} to ${max}`;
  return v.pipe(
    v.number(allowed),
    v.check((value) => Number.isInteger(value) && value >= min && value <= max, allowed),
  );
};

export const flag = v.boolean("true or false");

export const oneOf = <const Options extends readonly string[]>(...options: Options) =>
  v.picklist(options, `one of ${options.map((option) => `"${option}"`).join(", ")}`);

export const listOf = <Item extends v.GenericSchema>(item: Item) => v.array(item, "a list");

export const atLeastOne = <Item extends v.GenericSchema>(item: Item, empty = "a list of at least one") =>
  v.pipe(v.array(item, "a list"), v.minLength(1, empty));

/** An object with only these keys, so that a misspelled key is an error. */
export const only = <const Entries extends v.ObjectEntries>(entries: Entries) => {
  const known = fields(entries);
  const allowed = `an object with ${keysIn(entries)}`;
  return v.lazy((input) => (isPlainObject(input) ? known : never(allowed)));
};

/** `bucketName (optional: prefix, lifecycle)` */
function keysIn(entries: v.ObjectEntries): string {
  const isOptional = (key: string) => entries[key]!.type === "optional";
  const required = Object.keys(entries).filter((key) => !isOptional(key));
  const optional = Object.keys(entries).filter(isOptional);
  if (required.length === 0) return `any of ${optional.join(", ")}`;
  return required.join(", ") + (optional.length === 0 ? "" : ` (optional: ${optional.join(", ")})`);
}

/** The same, for an input that is known to be an object. */
export const fields = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected, input }) => {
    if (expected === "never") return unknownKey(String(input), Object.keys(entries));
    // A key is missing: use the message of its own schema.
    const missing = Object.entries(entries).find(([key]) => expected === `"${key}"`)?.[1];
    return (missing && v.safeParse(missing as v.GenericSchema, undefined).issues?.[0].message) ?? "an object";
  });

/** Accepts no value. */
export const never = (allowed: string) => v.custom<never>(() => false, allowed);

/** The options of something that exists already, if `existing` is among them, otherwise those of something new. */
export const newOrExisting = <Created extends v.GenericSchema, Existing extends v.GenericSchema>(
  created: Created,
  existing: Existing,
) => v.lazy((input) => (isPlainObject(input) && Object.hasOwn(input, "existing") ? existing : created));

/** Says that something exists already. */
export const exists = v.literal(true, "true, or left out for a new one");

/** An option that cannot be given for what exists already. */
export const ownerSets = v.optional(never("left out with existing: its owner sets it"));

export const allOr = <Item extends v.GenericSchema>(item: Item) => {
  const allowed = '"all" or a list of at least one';
  const list = atLeastOne(item, allowed);
  const all = v.literal("all", allowed);
  return v.lazy((input) => (Array.isArray(input) ? list : all));
};

export const arn = (service: string, ...starts: string[]) =>
  text(
    (value) => isArnOf(value, service, ...starts),
    `an ARN of ${service} (${starts.map((start) => `${start}...`).join(" or ")}) without wildcards`,
    service === "iam" ? principalAdvice : undefined,
  );

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
