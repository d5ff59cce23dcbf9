import { gunzipSync } from "node:zlib";

/** CloudTrail's log files hold some 50 MB at most. What is larger is none, or meant to fill the memory. */
export const PACKED_LIMIT = 64 * 1024 * 1024;
const UNPACKED_LIMIT = 256 * 1024 * 1024;

/** A record as it stands in a log file: nothing of it is known. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** What a log file is when it is none. */
export class UnreadableLogFile extends Error {
  override readonly name = "UnreadableLogFile";
}

/**
 * The records of a gzipped log file that holds one of these texts; none, unparsed, of one that does not. The texts
 * must be letters, digits, dashes and underscores, which CloudTrail writes as they are.
 */
export function recordsWith(packed: Uint8Array, needles: readonly string[], limit = UNPACKED_LIMIT): RawRecord[] {
  const json = unpack(packed, limit);
  // Parsing takes four times as long as all the rest.
  if (!needles.some((needle) => json.includes(needle))) return [];
  let content: unknown;
  try {
    content = JSON.parse(json.toString("utf8"));
  } catch {
    throw new UnreadableLogFile("it holds no JSON");
  }
  const records = (content as { Records?: unknown } | null)?.Records;
  if (!Array.isArray(records)) throw new UnreadableLogFile("it has no list of Records");
  return records.filter((record): record is RawRecord => typeof record === "object" && record !== null);
}

function unpack(packed: Uint8Array, limit: number): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: limit });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableLogFile(code === "ERR_BUFFER_TOO_LARGE" ? "it is too large" : "it is not gzipped, or cut off");
  }
}
