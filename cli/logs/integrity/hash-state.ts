import { appendFileSync, readFileSync, truncateSync } from "node:fs";
import { isObject } from "../../framework/is-object";
import { readFailure, writeFailure } from "../../framework/file-error";
import { UserError } from "../../framework/user-error";
import type { Hashed } from "./log-hash";
import type { StoredFile } from "./store";

/** Remembers hashes of log files. S3 gives every object that is written another time and, if encrypted, another ETag. */
export interface HashState {
  readonly get: (file: StoredFile) => Hashed | undefined;
  readonly set: (file: StoredFile, hashed: Hashed) => void;
  /** Writes what is not written yet. */
  readonly end: () => void;
}

/** Remembers nothing. */
export const NO_STATE: HashState = { get: () => undefined, set: () => undefined, end: () => undefined };

/** Lines that are written at once. */
const LINES = 100;

/**
 * Hashes in a file, one in each line, so that a later run reads only log files that are new or were written again. A
 * last line that is cut off, by Ctrl-C or a full disk, is ignored. Throws a `UserError` if it is no such file.
 */
export function openHashState(file: string): HashState {
  const text = readExisting(file);
  const known = new Map<string, Hashed>();
  const lines = text.split("\n");
  const cut = lines.pop() ?? "";
  if (cut !== "") write(file, () => truncateSync(file, Buffer.byteLength(text) - Buffer.byteLength(cut)));
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    const entry = parseLine(line);
    if (!entry) throw new UserError(`${file} is not a file of --state: line ${index + 1} is not one of its lines`);
    known.set(entry.id, entry.hashed);
  }
  let waiting: string[] = [];
  const flush = () => {
    if (waiting.length > 0) write(file, () => appendFileSync(file, `${waiting.join("\n")}\n`));
    waiting = [];
  };
  return {
    get: (stored) => {
      const id = idOf(stored);
      return id === undefined ? undefined : known.get(id);
    },
    set: (stored, hashed) => {
      const id = idOf(stored);
      if (id === undefined) return;
      waiting.push(JSON.stringify({ id, ...hashed }));
      if (waiting.length >= LINES) flush();
    },
    end: flush,
  };
}

/** Undefined for a file of a copy: who changes it also sets its times. */
function idOf({ name, size, modified, etag }: StoredFile): string | undefined {
  return etag === undefined || modified === undefined ? undefined : JSON.stringify([name, size, modified, etag]);
}

function write(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${writeFailure(error)}`);
  }
}

function readExisting(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new UserError(`${file} cannot be read: ${readFailure(error)}`);
  }
}

function parseLine(line: string): { readonly id: string; readonly hashed: Hashed } | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(entry)) return undefined;
  const { id, hash, bytes, calls } = entry;
  if (typeof id !== "string" || typeof hash !== "string" || typeof bytes !== "number" || !Array.isArray(calls)) {
    return undefined;
  }
  return { id, hashed: { hash, bytes, calls: calls as Hashed["calls"] } };
}
