import type { Condition } from "./filters/condition";
import { UnreadableLogFile, type RawRecord } from "./log-file";
import { Skim, type SkimmedField } from "./skim";
import { parseRecord, Slices } from "./slices";
import { parseExact, stringifyExact } from "./exact-json";
import { Escapes, Term } from "./term";
import { recordsInText } from "./unwrap";

export interface Match {
  readonly record: RawRecord;
  /** The record's own JSON: JavaScript cannot hold all of its numbers. */
  readonly json: () => string;
}

/** The records of a file that meet all conditions. Throws an `UnreadableLogFile`. */
export function matchesIn(json: Buffer, conditions: readonly Condition[]): Match[] {
  return takeMatches(json, conditions, (match) => match);
}

/**
 * What is taken of each record that meets all conditions, in the file's order. The file may be as CloudTrail writes it, or
 * hold records in another form. If no more than `fields` are read, records may lack others. Some matches may be taken that
 * only seem to be records, but are not among the result. Throws an `UnreadableLogFile`.
 */
export function takeMatches<Taken>(
  json: Buffer,
  conditions: readonly Condition[],
  take: (match: Match) => Taken,
  fields?: readonly SkimmedField[],
): Taken[] {
  try {
    return takeSlices(json, conditions, take, fields) ?? takeParsed(json, conditions, take);
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableLogFile("too deep");
    throw error;
  }
}

/** Undefined if only parsing the whole file can tell its records apart. */
function takeSlices<Taken>(
  json: Buffer,
  conditions: readonly Condition[],
  take: (match: Match) => Taken,
  fields: readonly SkimmedField[] | undefined,
): Taken[] | undefined {
  const skim = fields && conditions.length === 0 ? new Skim(json, fields) : undefined;
  const taken: Taken[] = [];
  const isSliced = Slices.of(json)?.each(needlesOf(conditions), (from, to) => {
    const record = skim?.read(from, to) ?? parseRecord(json, from, to);
    if (record === undefined) return false;
    if (isMatch(record, conditions)) taken.push(take({ record, json: () => json.toString("utf8", from, to) }));
    return true;
  });
  return isSliced ? taken : undefined;
}

function takeParsed<Taken>(json: Buffer, conditions: readonly Condition[], take: (match: Match) => Taken): Taken[] {
  // Without the words, a log file need not be parsed.
  const isAbsent = (words: readonly string[]) => new Term(json, words, new Escapes(json)).next(0) === -1;
  if (isLogFile(json) && needlesOf(conditions).some(isAbsent)) return [];
  const text = textOf(json);
  let exact: readonly RawRecord[] | undefined;
  return recordsInText(text).flatMap((record, index) => {
    if (!isMatch(record, conditions)) return [];
    const ownJson = () => stringifyExact((exact ??= recordsInText(text, parseExact))[index]);
    return [take({ record, json: ownJson })];
  });
}

function isMatch(record: RawRecord, conditions: readonly Condition[]): boolean {
  return conditions.every(({ test }) => test(record));
}

/** The words of the conditions that have some, the rarest first: they lead the search. */
function needlesOf(conditions: readonly Condition[]): (readonly string[])[] {
  return conditions.flatMap(({ needles }) => (needles ? [needles] : [])).sort((a, b) => rarity(b) - rarity(a));
}

/** Guess of how rarely words appear. */
function rarity(words: readonly string[]): number {
  return Math.min(...words.map(({ length }) => length)) / words.length;
}

/** Whether the head and the end are those of a log file, in whatever layout. */
function isLogFile(json: Buffer): boolean {
  return (
    HEAD.test(json.toString("latin1", 0, 100)) && END.test(json.toString("latin1", Math.max(0, json.length - 100)))
  );
}

const END = /\}\s*\]\s*\}\s*$/;
const HEAD = /^\s*\{\s*"Records"\s*:\s*\[\s*\{\s*"(eventVersion|awsRegion)"/;

/** Text in UTF-8, or in UTF-16, in which PowerShell redirects output. */
function textOf(json: Buffer): string {
  const text = json.toString(json[0] === 0xff && json[1] === 0xfe ? "utf16le" : "utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
