import type { Condition } from "./filters/condition";
import { UnreadableLogFile, type RawRecord } from "./log-file";
import type { SkimmedField } from "./skim";
import { Slices } from "./slices";
import { parseExact, stringifyExact } from "./exact-json";
import { Escapes, Term } from "./term";
import { recordsInText } from "./unwrap";

export interface Match {
  readonly record: RawRecord;
  /** The record's own JSON: JavaScript cannot hold all of its numbers. */
  readonly json: () => string;
}

/**
 * The records of a file that meet all conditions, in the file's order. The file may be as CloudTrail writes it, or hold
 * records in another form. If no more than `fields` are asked for, records may lack others. Throws an `UnreadableLogFile`.
 */
export function matchesIn(json: Buffer, conditions: readonly Condition[], fields?: readonly SkimmedField[]): Match[] {
  try {
    const isMatch = (record: RawRecord) => conditions.every(({ test }) => test(record));
    const needles = conditions
      .flatMap((one) => (one.needles ? [one.needles] : []))
      .sort((a, b) => rarity(b) - rarity(a));
    const slices = Slices.of(json)?.records(needles, conditions.length === 0 ? fields : undefined);
    if (slices) {
      return slices
        .filter(({ record }) => isMatch(record))
        .map(({ record, from, to }) => ({ record, json: () => json.toString("utf8", from, to) }));
    }
    // Without the words, a log file need not be parsed.
    const isAbsent = (words: readonly string[]) => new Term(json, words, new Escapes(json)).next(0) === -1;
    if (isLogFile(json) && needles.some(isAbsent)) return [];
    const text = textOf(json);
    let exact: readonly RawRecord[] | undefined;
    return recordsInText(text).flatMap((record, index) => {
      if (!isMatch(record)) return [];
      const ownJson = () => stringifyExact((exact ??= recordsInText(text, parseExact))[index]);
      return [{ record, json: ownJson }];
    });
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableLogFile("too deep");
    throw error;
  }
}

/** Guess of how rarely words appear: the lead of the search should be the rarest. */
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
