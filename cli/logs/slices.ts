import { isObject } from "../framework/is-object";
import { isAt } from "./bytes";
import type { RawRecord } from "./log-file";
import { Escapes, Term } from "./term";

/**
 * Finds records in a log file as CloudTrail writes it, and parses only those that may match: parsing everything takes
 * four times as long as everything else. All records begin with the same key, so `},{"eventVersion":` separates two of
 * them. It cannot be in a text, whose quotes are escaped. It could be in a list inside a record; `isOutside` sees that.
 */
export class Slices {
  private readonly json: Buffer;
  private readonly separator: Buffer;
  /** The first key of an object that looks like a record. */
  private readonly start: Buffer;
  private readonly first = PREFIX.length;
  private readonly end: number;
  /** The first bracket that is not checked, or a place before it. */
  private list = PREFIX.length;
  private steps = 0;
  /** The next separator, as far as it is known. */
  private nextSeparator = -1;

  private constructor(json: Buffer, key: string, end: number) {
    this.json = json;
    this.separator = Buffer.from(`},{${key}`);
    this.start = Buffer.from(key);
    this.end = end;
  }

  /** Undefined for a file in another form. */
  static of(json: Buffer): Slices | undefined {
    const [, key] = HEAD.exec(json.toString("latin1", 0, HEAD_LENGTH)) ?? [];
    const end = json.lastIndexOf("}]}") + 1;
    if (key === undefined || end === 0 || /\S/.test(json.toString("latin1", end + 2))) return undefined;
    return new Slices(json, key, end);
  }

  /**
   * Calls `take` with the bytes of each record that contains every term. False if only parsing the whole file can tell
   * records apart, as it is too once `take` returns false.
   */
  each(needles: readonly (readonly string[])[], take: (from: number, to: number) => boolean): boolean {
    const escapes = new Escapes(this.json);
    const terms = needles.map((one) => new Term(this.json, one, escapes));
    for (let at = this.first; at < this.end;) {
      const slice = this.next(at, terms);
      if (slice === undefined) break;
      if (slice.from <= at + 1) this.nextSeparator = slice.from;
      if (!this.isOutside(slice.from) || !take(slice.from, slice.to)) return false;
      at = slice.to;
    }
    return true;
  }

  /** The next slice at or after a place that contains every term. */
  private next(from: number, terms: readonly Term[]): Slice | undefined {
    const [lead, ...others] = terms;
    if (lead === undefined) return from + 1 < this.end ? this.sliceFrom(from) : undefined;
    for (let at = from; ;) {
      const place = lead.next(at);
      if (place === -1) return undefined;
      const slice = this.sliceAround(place);
      const places = others.map((term) => term.next(slice.from));
      if (places.includes(-1)) return undefined;
      const furthest = Math.max(0, ...places);
      if (furthest < slice.to) return slice;
      at = this.sliceAround(furthest).from;
    }
  }

  /** The slice that follows the one that ends at `end`. */
  private sliceFrom(end: number): Slice {
    const from = end === this.first ? end : end + 1;
    const after = this.json.indexOf(this.separator, from + 1);
    return { from, to: after === -1 ? this.end : after + 1 };
  }

  private sliceAround(place: number): Slice {
    const before = this.json.lastIndexOf(this.separator, place - 2);
    const after = this.json.indexOf(this.separator, place);
    return { from: before === -1 ? this.first : before + 2, to: after === -1 ? this.end : after + 1 };
  }

  /** Whether a place is outside all lists in records: no list that starts before it contains something like a record. */
  private isOutside(place: number): boolean {
    const { json } = this;
    while (this.list < place) {
      const list = this.list;
      const next = json.indexOf(OPEN_LIST, list + 1);
      this.list = next === -1 ? json.length : next;
      if (mayStartList(json, list) && !this.isShortList(list) && !this.isPlainList(list)) return false;
    }
    return true;
  }

  /**
   * Whether a list certainly ends before another one, and before anything looks like the end of a record. Most do, and
   * native searches find it out. In a text, a quote after `],` would be the text's end, which no key follows.
   */
  private isShortList(start: number): boolean {
    const { json } = this;
    const close = json.indexOf(CLOSE_LIST, start);
    if (close === -1 || json[close + 1] !== COMMA || json[close + 2] !== QUOTE || !isLetter(json[close + 3]!)) {
      return false;
    }
    if (this.list < close) return false;
    if (this.nextSeparator < start) {
      const found = json.indexOf(this.separator, start);
      this.nextSeparator = found === -1 ? json.length : found;
    }
    return this.nextSeparator > close;
  }

  /** Whether a list ends before anything in it looks like the start of a record. Gives up where it takes too long. */
  private isPlainList(start: number): boolean {
    const { json } = this;
    let depth = 0;
    for (let at = start; at < this.end; at += 1) {
      const byte = json[at]!;
      if (byte === QUOTE) {
        const end = endOfString(json, at);
        this.steps += end - at;
        at = end;
      } else if (byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_LIST && --depth === 0) return true;
      else if (byte === OPEN && isAt(json, at + 1, this.start)) return false;
      if (++this.steps > 2 * json.length) return false;
    }
    return false;
  }
}

interface Slice {
  readonly from: number;
  readonly to: number;
}

const PREFIX = '{"Records":[';
const HEAD = /^\{"Records":\[\{("[A-Za-z]+":)/;
const HEAD_LENGTH = 80;

const [QUOTE, BACKSLASH, COLON, OPEN_LIST, CLOSE_LIST, OPEN] = [0x22, 0x5c, 0x3a, 0x5b, 0x5d, 0x7b] as const;
const [SPACE, COMMA] = [0x20, 0x2c] as const;

/** Whether a bracket may start a list that is the value of a key. In a text, it may only seem so. */
function mayStartList(json: Buffer, bracket: number): boolean {
  let at = beforeSpace(json, bracket - 1);
  if (json[at] !== COLON) return false;
  at = beforeSpace(json, at - 1);
  if (json[at] !== QUOTE) return false;
  let backslashes = 0;
  while (json[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 0;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function beforeSpace(json: Buffer, from: number): number {
  let at = from;
  while (at > 0 && json[at]! <= SPACE) at -= 1;
  return at;
}

function endOfString(json: Buffer, start: number): number {
  let at = start + 1;
  for (; at < json.length && json[at] !== QUOTE; at += 1) if (json[at] === BACKSLASH) at += 1;
  return at;
}

/** CloudTrail gives each record an id. A slice without one is a part of a record. */
export function parseRecord(json: Buffer, from: number, to: number): RawRecord | undefined {
  try {
    const record: unknown = JSON.parse(json.toString("utf8", from, to));
    return isObject(record) && typeof record["eventID"] === "string" ? record : undefined;
  } catch {
    return undefined;
  }
}
