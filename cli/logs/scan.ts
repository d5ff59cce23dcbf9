import { createHash } from "node:crypto";
import { readFailure } from "../framework/file-error";
import { readerOf, skimmedFields } from "./columns";
import type { Condition } from "./filters/condition";
import { conditionsOf } from "./filters/conditions";
import type { Filters } from "./filters/filters";
import { namesOnlyBucket } from "./filters/target";
import { parseExact, stringifyExact } from "./exact-json";
import { isGzip, LOG_FILE_LIMIT, unpackLogFile, UnreadableLogFile } from "./log-file";
import { matchesIn, type Match } from "./matching";
import { marksOf, MARKS } from "./once";
import { readWhole } from "./read-whole";

/** What to look for in every file, and what to report. Can be sent to a thread. */
export interface Search {
  readonly filters: Filters;
  /** Columns of the rows, or fields to count by. The column `json` is the record itself, on one line. */
  readonly columns: readonly string[];
  /** Whether to count equal rows instead of reporting each. */
  readonly counts: boolean;
  /** Whether to hash each file. @default no */
  readonly hashes?: boolean;
}

/** A file to read, or one whose content was read already. */
export interface LogFile {
  /** As the user knows it: a path, or `s3://bucket/key`. */
  readonly name: string;
  /** @default the content of the file `name` */
  readonly content?: Uint8Array | undefined;
  /** Why it has no content: it is only named in the report. */
  readonly problem?: string | undefined;
}

/** What a search found in one file. */
export interface Report {
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
  /** SHA-256 of the unpacked file, if it was asked for and the file is packed. */
  readonly hash?: string | undefined;
  /** Why the file could not be read. @default it was read */
  readonly problem?: string | undefined;
  /** The rows; of those to count, each different one. */
  readonly rows: readonly (readonly string[])[];
  /** Index into `rows` of each record that was found. */
  readonly indexes: Uint32Array;
  /** `marksOf` each record. */
  readonly marks: Uint32Array;
  /** Calls to KMS that name only the bucket of an object that is looked for. */
  readonly bucketOnly: number;
}

export type Scan = (file: LogFile) => Report;

/** Makes the function that searches one file. It never throws for what a file contains. */
export function scanner({ filters, columns, counts, hashes = false }: Search): Scan {
  const conditions = conditionsOf(filters);
  const readers = columns.map((column) => (column === "json" ? undefined : readerOf(column)));
  const toRow = ({ record, json }: Match) => readers.map((read) => (read ? read(record) : oneLine(json())));
  const fields = skimmedFields(columns);
  const bucketOnly = bucketOnlyConditions(filters);
  const none = () => ({ bytes: 0, rows: [], indexes: new Uint32Array(), marks: new Uint32Array(), bucketOnly: 0 });
  return ({ name, content, problem }) => {
    if (problem !== undefined) return { name, problem, ...none() };
    try {
      const bytes = content ?? readWhole(name);
      const json = unpackAny(bytes);
      const matches = matchesIn(json, conditions, fields);
      const hidden = bucketOnly.length === 0 ? 0 : matchesIn(json, bucketOnly).length;
      const rows = matches.map(toRow);
      return {
        name,
        bytes: json.length,
        hash: hashes && isGzip(bytes) ? createHash("sha256").update(json).digest("hex") : undefined,
        ...(counts ? distinct(rows) : each(rows)),
        marks: allMarks(matches),
        bucketOnly: hidden,
      };
    } catch (error) {
      return { name, problem: problemOf(error), ...none() };
    }
  };
}

/** Line ends in JSON are between values only. */
function oneLine(json: string): string {
  return /[\r\n]/.test(json) ? stringifyExact(parseExact(json)) : json;
}

function each(rows: readonly string[][]) {
  return { rows, indexes: Uint32Array.from(rows.keys()) };
}

/** A text that only equal rows of as many cells have; JSON would take longer. */
export function rowName(row: readonly string[]): string {
  let name = "";
  for (let at = 0; at < row.length - 1; at += 1) name += `${row[at]!.length} ${row[at]!}`;
  return name + row.at(-1)!;
}

function distinct(rows: readonly string[][]) {
  const indexOf = new Map<string, number>();
  const found: string[][] = [];
  const indexes = Uint32Array.from(rows, (row) => {
    const name = rowName(row);
    const known = indexOf.get(name);
    if (known !== undefined) return known;
    indexOf.set(name, found.length);
    return found.push(row) - 1;
  });
  return { rows: found, indexes };
}

function allMarks(matches: readonly Match[]): Uint32Array {
  const marks = new Uint32Array(matches.length * MARKS);
  matches.forEach(({ record }, index) => marks.set(marksOf(record), index * MARKS));
  return marks;
}

/** With an S3 Bucket Key, KMS records the bucket, and not for which of its objects the call was. */
function bucketOnlyConditions({ objects = [], ...others }: Filters): Condition[] {
  if (objects.length === 0) return [];
  const buckets = objects.map(({ bucket }) => bucket);
  const context: Condition = {
    test: (record) => namesOnlyBucket(record, buckets),
    needles: ["encryptionContext"],
  };
  const named: Condition = { test: () => true, needles: buckets.map((bucket) => `:s3:::${bucket}"`) };
  return [context, named, ...conditionsOf(others)];
}

/** The JSON of a file that may be packed or not. */
function unpackAny(bytes: Uint8Array): Buffer {
  if (isGzip(bytes)) return unpackLogFile(bytes);
  if (bytes.length === 0) throw new UnreadableLogFile("empty");
  if (bytes.length > LOG_FILE_LIMIT.unpacked) throw new UnreadableLogFile("too large");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function problemOf(error: unknown): string {
  return error instanceof UnreadableLogFile ? error.message : readFailure(error);
}
