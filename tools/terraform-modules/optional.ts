import { isDeepStrictEqual } from "node:util";
import type { Part } from "./definition";
import { isRecord, type Json } from "./synthesize";

/** What is there, or has this value, only with a part. */
export class Optional {
  constructor(
    readonly part: Part,
    readonly value: Marked,
    /** @default it is not there */
    readonly otherwise?: Json,
  ) {}
}

/** The JSON of all parts, in which each part's share is marked. */
export type Marked = Leaf | Optional | readonly Marked[] | { readonly [key: string]: Marked };

type Leaf = string | number | boolean | null;

/** The same value without each of the parts; `undefined` where it is then missing. */
type Others = ReadonlyMap<Part, Json | undefined>;

/** Compares what the constructs make of all parts with what they make without each of them. */
export function markParts(full: Json, others: Others, path: string): Marked {
  const missing = [...others].filter(([, other]) => other === undefined).map(([part]) => part);
  const differing = [...others].filter(([, other]) => other !== undefined && !isDeepStrictEqual(other, full));
  const value = differing.length === 0 ? full : markDifferent(full, new Map(differing), path);
  return missing.reduce<Marked>((inner, part) => new Optional(part, inner), value);
}

function markDifferent(full: Json, others: Others, path: string): Marked {
  const values = [...others.values()];
  if (isRecord(full) && values.every(isRecord)) {
    const added = values.flatMap((other) => Object.keys(other).filter((key) => !Object.hasOwn(full, key)));
    if (added.length > 0) throw new Error(`${path}: ${added.join(", ")} is only there without a part`);
    const entries = Object.entries(full).map(([key, value]) => {
      // Waiting for more than is there does no harm, and both of these must be literal.
      if (key === "depends_on" || key === "lifecycle") return [key, value] as const;
      const inner = mapped(others, (other) => (other as { readonly [key: string]: Json })[key]);
      return [key, markParts(value, inner, `${path}.${key}`)] as const;
    });
    return Object.fromEntries(entries);
  }
  // In policies, a list of one is written as its value.
  if (Array.isArray(full) || values.some(Array.isArray)) {
    return markList(
      listOf(full),
      mapped(others, (other) => listOf(other!)),
      path,
    );
  }
  const [[part, otherwise] = [undefined, undefined], ...more] = others;
  if (part === undefined || more.length > 0) throw new Error(`${path}: the value depends on several parts`);
  return new Optional(part, full, otherwise);
}

function markList(full: readonly Json[], others: ReadonlyMap<Part, readonly Json[]>, path: string): Marked {
  for (const [, list] of others) {
    const added = list.length !== full.length && list.find((one) => !full.some((element) => isSame(element, one)));
    if (added) throw new Error(`${path}: ${JSON.stringify(added)} is only there without a part`);
  }
  return full.map((element, index) => {
    const inner = mapped(others, (list) =>
      list.length === full.length && !isRecord(element) ? list[index] : list.find((one) => isSame(element, one)),
    );
    return markParts(element, inner, `${path}[${index}]`);
  });
}

function isSame(one: Json, other: Json): boolean {
  return identityOf(one) === identityOf(other);
}

/** What makes an element the same one in another list. */
function identityOf(element: Json): string {
  const { Sid, name, field, id } = isRecord(element) ? element : {};
  return JSON.stringify(Sid ?? name ?? field ?? id ?? element);
}

function mapped<Value, Result>(
  others: ReadonlyMap<Part, Value>,
  change: (value: Value) => Result,
): ReadonlyMap<Part, Result> {
  return new Map([...others].map(([part, value]) => [part, change(value)]));
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
