import { createHash } from "node:crypto";
import { threadId } from "node:worker_threads";
import { readFailure } from "../framework/file-error";
import { readerOf, skimmedFields } from "./columns";
import type { Condition } from "./filters/condition";
import { conditionsOf } from "./filters/conditions";
import type { Filters } from "./filters/filters";
import { namesOnlyBucket } from "./filters/target";
import { parseExact, stringifyExact } from "./exact-json";
import { freeBuffer } from "./free-buffer";
import { isGzip, LOG_FILE_LIMIT, unpackLogFile, UnreadableLogFile } from "./log-file";
import { matchesIn, takeMatches, type Match } from "./matching";
import { marksOf, MARKS } from "./once";
import { readWhole } from "./read-whole";
import { RowNumbers } from "./row-numbers";

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
  /** The thread that searched it. */
  readonly thread: number;
  /** Unpacked. */
  readonly bytes: number;
  /** SHA-256 of the unpacked file, if it was asked for and the file is packed. */
  readonly hash?: string | undefined;
  /** Why the file could not be read. @default it was read */
  readonly problem?: string | undefined;
  /** The row of each record; of those to count, each one that the thread has not reported before. */
  readonly rows: readonly (readonly string[])[];
  /** The number of each record's row among all that the thread has reported. @default rows are not counted */
  readonly numbers?: Uint32Array | undefined;
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
  const known = counts ? new RowNumbers() : undefined;
  const search = (json: Buffer) => {
    const found = takeMatches(json, conditions, (match) => [toRow(match), marksOf(match.record)] as const, fields);
    const rows = found.map(([row]) => row);
    return {
      bytes: json.length,
      ...(known ? numbered(rows, known) : { rows }),
      marks: joined(found.map(([, marks]) => marks)),
      bucketOnly: bucketOnly.length === 0 ? 0 : matchesIn(json, bucketOnly).length,
    };
  };
  return ({ name, content, problem }) => {
    const nothing = { name, thread: threadId, bytes: 0, rows: [], marks: new Uint32Array(), bucketOnly: 0 };
    if (problem !== undefined) return { ...nothing, problem };
    try {
      const bytes = content ?? readWhole(name);
      const isPacked = isGzip(bytes);
      const json = isPacked ? unpackLogFile(bytes) : asJson(bytes);
      const hash = hashes && isPacked ? createHash("sha256").update(json).digest("hex") : undefined;
      const report = { ...nothing, hash, ...search(json) };
      if (isPacked) freeBuffer(json);
      if (content === undefined) freeBuffer(bytes);
      return report;
    } catch (error) {
      return { ...nothing, problem: problemOf(error) };
    }
  };
}

/** Line ends in JSON are between values only. */
function oneLine(json: string): string {
  return /[\r\n]/.test(json) ? stringifyExact(parseExact(json)) : json;
}

/** The rows that are new, and the number of each row. */
function numbered(rows: readonly string[][], known: RowNumbers) {
  const added: string[][] = [];
  const numbers = new Uint32Array(rows.length);
  rows.forEach((row, index) => {
    const { size } = known;
    numbers[index] = known.of(row);
    if (known.size > size) added.push(row);
  });
  return { rows: added, numbers };
}

function joined(marks: readonly (readonly number[])[]): Uint32Array {
  const all = new Uint32Array(marks.length * MARKS);
  marks.forEach((one, index) => {
    for (let at = 0; at < MARKS; at += 1) all[index * MARKS + at] = one[at]!;
  });
  return all;
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

/** A file that is not packed. */
function asJson(bytes: Uint8Array): Buffer {
  if (bytes.length === 0) throw new UnreadableLogFile("empty");
  if (bytes.length > LOG_FILE_LIMIT.unpacked) throw new UnreadableLogFile("too large");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function problemOf(error: unknown): string {
  return error instanceof UnreadableLogFile ? error.message : readFailure(error);
}
