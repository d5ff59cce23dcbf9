import { isDeepStrictEqual } from "node:util";
import type { Items, Part, Placeholder } from "./definition";
import { Optional, type Marked } from "./optional";
import { TAGS, TEMPLATES } from "./placeholders";
import type { Json } from "./synthesize";

/** A part of a text: literal, or an expression of Terraform's. */
type Piece = { readonly literal: string } | { readonly expression: string; readonly items?: Items | undefined };

/** Where a value is: in a resource that is made for each item of a list, or in one that is made once. */
export interface Place {
  readonly forEach?: Items | undefined;
  /** Which items count where a value is repeated for them. @default all */
  readonly filter?: string | undefined;
  /** The address in the module of a resource that the constructs named, as a reference from here. */
  readonly reference: (address: string) => string;
}

/**
 * Writes values as Terraform does, with expressions in the place of placeholders: as JSON whose texts are templates, or
 * as an expression. `used` collects the placeholders.
 */
export class Writer {
  readonly used = new Set<Placeholder>();
  private readonly meanings: ReadonlyMap<string, Placeholder | string>;
  /** Splits a text at references, placeholders and what differs between partitions. */
  private readonly borders: RegExp;
  private readonly numbers: readonly Placeholder[];

  constructor(placeholders: readonly Placeholder[]) {
    const texts = placeholders.flatMap((one) => (typeof one.value === "string" ? [[one.value, one] as const] : []));
    this.meanings = new Map<string, Placeholder | string>([...texts, ...Object.entries(TEMPLATES)]);
    // The longest first: an ARN is a placeholder as a whole, although it begins as every ARN.
    const longestFirst = [...this.meanings.keys()].sort((one, other) => other.length - one.length);
    this.borders = new RegExp(`(\\$\\{[^}]+\\}|${longestFirst.map(escaped).join("|")})`);
    this.numbers = placeholders.filter(({ value }) => typeof value === "number");
  }

  /** Terraform JSON. Lists and objects stay what they are as long as nothing in them has to be computed. */
  json(value: Marked, place: Place): Json {
    if (Array.isArray(value) && !this.isComputed(value as readonly Marked[], place))
      return (value as readonly Marked[]).map((element) => this.json(element, place));
    if (isObject(value) && !isTags(value))
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.json(inner, place)]));
    if (typeof value === "string" && this.itemsIn(value, place) === undefined) {
      return this.piecesOf(value, place)
        .map((piece) => ("literal" in piece ? piece.literal : `\${${piece.expression}}`))
        .join("");
    }
    if (typeof value === "boolean" || value === null) return value;
    const expression = this.expression(value, place);
    return typeof value === "number" && expression === String(value) ? value : `\${${expression}}`;
  }

  /** An expression in Terraform's own syntax. */
  expression(value: Marked, place: Place): string {
    if (value instanceof Optional) {
      const otherwise = value.otherwise === undefined ? "null" : this.expression(value.otherwise, place);
      return `${condition(value.part, place)} ? ${this.expression(value.value, within(value.part, place))} : ${otherwise}`;
    }
    if (Array.isArray(value)) return this.list(value as readonly Marked[], place);
    if (typeof value === "string") return this.text(value, place);
    if (isTags(value)) return TAGS.expression;
    if (isObject(value)) {
      const entries = Object.entries(value).map(([key, inner]) => `${keyOf(key)} = ${this.expression(inner, place)}`);
      return `{ ${entries.join(", ")} }`;
    }
    const number = this.numbers.find((one) => one.value === value);
    if (number === undefined) return JSON.stringify(value);
    this.used.add(number);
    return located(number.expression, number.items, place);
  }

  /** A list of which some elements are repeated for items, or are there only with a part. */
  private list(elements: readonly Marked[], place: Place): string {
    const segments = elements.map((element) => {
      if (element instanceof Optional && element.otherwise === undefined) {
        const inner = this.expression(element.value, within(element.part, place));
        return isRepeated(element.part, place) ? inner : `${condition(element.part, place)} ? [${inner}] : []`;
      }
      const one = this.expression(element, place);
      return this.itemsIn(element, place) === undefined ? `[${one}]` : one;
    });
    return segments.length === 1 ? segments[0]! : `concat(${segments.join(", ")})`;
  }

  private text(text: string, place: Place): string {
    const pieces = this.piecesOf(text, place);
    const [first] = pieces;
    const whole = pieces.length === 1 && first !== undefined && "expression" in first;
    const value = whole
      ? first.expression
      : `"${pieces.map((piece) => ("literal" in piece ? quoted(piece.literal) : `\${${piece.expression}}`)).join("")}"`;
    const items = this.itemsIn(text, place);
    const suffix = place.filter === undefined ? "" : ` if ${place.filter}`;
    return items === undefined ? value : `distinct([for ${items.item} in ${items.variable} : ${value}${suffix}])`;
  }

  private isComputed(elements: readonly Marked[], place: Place): boolean {
    return elements.some((element) => element instanceof Optional || this.itemsIn(element, place) !== undefined);
  }

  /** The list for whose items a text is repeated here. */
  private itemsIn(value: Marked, place: Place): Items | undefined {
    if (typeof value !== "string") return undefined;
    const lists = this.piecesOf(value, place).flatMap((piece) => ("expression" in piece ? (piece.items ?? []) : []));
    return lists.find((items) => items !== place.forEach);
  }

  private piecesOf(text: string, place: Place): Piece[] {
    // With a group in the pattern, what matched is in the list, too.
    return text.split(this.borders).flatMap((part) => {
      if (part === "") return [];
      const [, address, attribute] = /^\$\{(\w+\.\w+)\.(\w+)\}$/.exec(part) ?? [];
      if (address !== undefined) return { expression: `${place.reference(address)}.${attribute}` };
      const meaning = this.meanings.get(part);
      if (meaning === undefined) return { literal: part };
      if (typeof meaning === "string") return templatePieces(meaning);
      this.used.add(meaning);
      return { expression: located(meaning.expression, meaning.items, place), items: meaning.items };
    });
  }
}

function templatePieces(template: string): Piece[] {
  return template
    .split(/(\$\{[^}]+\})/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("${") ? { expression: part.slice(2, -1) } : { literal: part }));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Terraform's condition for a part, as seen from a place. */
export function condition(part: Part, place: Place): string {
  const { condition: text, of } = part;
  if (of === undefined || !isRepeated(part, place)) return located(text, of, place);
  return `anytrue([for ${of.item} in ${of.variable} : ${text}])`;
}

/** The place of what only belongs to the items that have a part. */
export function within(part: Part, place: Place): Place {
  return isRepeated(part, place) ? { ...place, filter: part.condition } : place;
}

/** Whether each item has the part or not, and this is no place of a single item. */
function isRepeated({ of }: Part, { forEach }: Place): boolean {
  return of !== undefined && of !== forEach;
}

/** In a resource that is made for each item, the item is `each.value`. */
function located(expression: string, items: Items | undefined, { forEach }: Place): string {
  if (items === undefined || items !== forEach) return expression;
  return expression.replace(new RegExp(`\\b${items.item}\\.`, "g"), "each.value.");
}

export function isObject(value: Marked): value is { readonly [key: string]: Marked } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Optional);
}

export function isTags(value: Marked): boolean {
  return isDeepStrictEqual(value, TAGS.value);
}

function keyOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
}

function quoted(literal: string): string {
  return JSON.stringify(literal).slice(1, -1);
}
