import { gunzipSync, inflateRawSync } from "node:zlib";
import { isObject } from "../framework/is-object";

/**
 * The largest files that are read, in bytes. CloudTrail writes at most 50 MB into one; AWS's pages do not agree whether
 * that is before or after compression. A larger file is not CloudTrail's, or is an attempt to exhaust the memory.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
export const LOG_FILE_LIMIT = { packed: 64 * 1024 * 1024, unpacked: 256 * 1024 * 1024 };

/** A record of a log file. Its content is not checked. */
export type RawRecord = Readonly<Record<string, unknown>>;

const MESSAGES = {
  empty: "it is empty",
  "not a file": "it is not a regular file",
  "not gzip": "it is not a gzip file",
  truncated: "it is cut off",
  corrupt: "its gzip data is damaged",
  "several members": "it contains more than one gzip member: something was added to it",
  "trailing data": "data follows the gzip member: something was added to it",
  "too large": "it is too large",
  "not JSON": "it does not contain JSON",
  "not an object": "it does not contain a JSON object",
  "no records": "it contains no CloudTrail records",
  "too deep": "its JSON nests too deeply",
  digest: "it is a digest, not a log file",
  notification: "it is a notification that names log files; give the files themselves",
  config: "it is from AWS Config, not from CloudTrail",
} as const;

/**
 * A file that CloudTrail did not write in this form. The message completes a sentence, and quotes nothing from the
 * file.
 */
export class UnreadableLogFile extends Error {
  override readonly name = "UnreadableLogFile";

  constructor(readonly reason: keyof typeof MESSAGES) {
    super(MESSAGES[reason]);
  }
}

/**
 * The JSON of a log file or digest, as bytes. CloudTrail writes one gzip member and nothing after it. Any other file is
 * refused, because readers that join members, as zlib does, and readers that stop after the first would see different
 * records. Throws an `UnreadableLogFile`.
 */
export function unpackLogFile(packed: Uint8Array, limit = LOG_FILE_LIMIT.unpacked): Buffer {
  const file = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (!isGzip(file)) throw new UnreadableLogFile("not gzip");
  const { json, consumed } = gunzip(file, limit);
  // zlib has verified the length in each member's trailer. If the length in the last trailer is that of the whole,
  // there is only one member.
  const isJoined = json.length !== announcedLength(file) || startsEmpty(file);
  const follows = consumed < file.length || isJoined ? whatFollows(file, limit) : undefined;
  if (follows) throw new UnreadableLogFile(follows);
  return json;
}

/** The JSON object of a log file or digest. Throws an `UnreadableLogFile`. */
export function parseLogFile(json: Buffer): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(json.toString("utf8"));
  } catch {
    throw new UnreadableLogFile("not JSON");
  }
  if (!isObject(content)) throw new UnreadableLogFile("not an object");
  return content;
}

/** The records of a log file. Throws an `UnreadableLogFile`. */
export function recordsIn(json: Buffer): RawRecord[] {
  const { Records: records } = parseLogFile(json);
  if (!Array.isArray(records)) throw new UnreadableLogFile("no records");
  return records.filter(isObject);
}

interface Engine {
  /** Number of bytes of the input that were read. */
  readonly bytesWritten: number;
}

/** Deflate packs no more than this many bytes into one. */
const MAX_RATIO = 1032;
const LEAST_CHUNK = 64 * 1024;

/** Length of the content according to the trailer, which may lie. */
function announcedLength(file: Buffer): number {
  return file.length < 4 ? 0 : file.readUInt32LE(file.length - 4);
}

/** zlib joins members, and ignores zeros after the last one. */
function gunzip(file: Buffer, limit: number): { json: Buffer; consumed: number } {
  const announced = announcedLength(file);
  if (announced > limit && announced <= file.length * MAX_RATIO) throw new UnreadableLogFile("too large");
  // With room for all and one byte more, zlib neither copies the content together nor looks for more.
  const chunkSize = Math.max(LEAST_CHUNK, Math.min(announced, limit) + 1);
  try {
    const { buffer, engine } = gunzipSync(file, { maxOutputLength: limit, chunkSize, info: true }) as unknown as {
      buffer: Buffer;
      engine: Engine;
    };
    return { json: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") throw new UnreadableLogFile("too large");
    throw new UnreadableLogFile(whatFollows(file, limit) ?? (code === "Z_BUF_ERROR" ? "truncated" : "corrupt"));
  }
}

/** The data after the first member; `undefined` if there is none, or the member does not end. */
function whatFollows(file: Buffer, limit: number): "several members" | "trailing data" | undefined {
  try {
    const start = headerLength(file);
    const { engine } = inflateRawSync(file.subarray(start), { maxOutputLength: limit, info: true }) as unknown as {
      engine: Engine;
    };
    const rest = file.subarray(start + engine.bytesWritten + TRAILER_LENGTH);
    if (rest.length === 0) return undefined;
    return isGzip(rest) ? "several members" : "trailing data";
  } catch {
    return undefined;
  }
}

/** Whether the first member is empty: then the length of the last one is that of the whole. */
function startsEmpty(file: Buffer): boolean {
  if (file.indexOf(MEMBER_START, 1) === -1) return false;
  try {
    return inflateRawSync(file.subarray(headerLength(file)), { maxOutputLength: 1, chunkSize: 64 }).length === 0;
  } catch {
    return false;
  }
}

/** Magic number and the only compression method. */
const MEMBER_START = Buffer.from([0x1f, 0x8b, 8]);

export function isGzip(file: Uint8Array): boolean {
  return file.length >= 2 && file[0] === 0x1f && file[1] === 0x8b;
}

/** Checksum and length of the content. */
const TRAILER_LENGTH = 8;

/** Length of a member's header: ten bytes, then the fields that its flags announce (RFC 1952, section 2.3). */
function headerLength(file: Buffer): number {
  const flags = file[3]!;
  let at = 10;
  if (flags & 4) at += 2 + file.readUInt16LE(at);
  for (const text of [8, 16]) if (flags & text) at = file.indexOf(0, at) + 1;
  return flags & 2 ? at + 2 : at;
}
