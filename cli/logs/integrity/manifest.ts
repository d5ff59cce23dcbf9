import { isObject } from "../../framework/is-object";
import { UserError } from "../../framework/user-error";

/** Names of the files that `logs fetch` adds to what it fetches. */
export const MANIFEST = "manifest.jsonl";
export const PUBLIC_KEYS = "public-keys.json";

/** A fetched object. */
export interface ManifestEntry {
  /** Path in the folder. */
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
  /** When S3 stored it, ISO 8601. */
  readonly modified?: string | undefined;
  /** Packed, in bytes. */
  readonly size: number;
  /** SHA-256 of the packed file, in hexadecimal. */
  readonly sha256: string;
  /** Signature and others. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Manifest {
  /** End of the last complete fetch, in milliseconds. Undefined if it was interrupted. */
  readonly fetchedAt: number | undefined;
  /** By path. A later line replaces an earlier one. */
  readonly entries: ReadonlyMap<string, ManifestEntry>;
}

/** Reads a manifest. Its last line may be cut off. Throws a `UserError`. */
export function parseManifest(text: string, file: string): Manifest {
  const entries = new Map<string, ManifestEntry>();
  let fetchedAt: number | undefined;
  const lines = text.split("\n");
  lines.pop();
  for (const [index, line] of lines.entries()) {
    const value = parseLine(line);
    const completed = value?.["completed"];
    if (typeof completed === "string") fetchedAt = Date.parse(completed);
    else if (isEntry(value)) entries.set(value.path, value);
    else throw new UserError(`${file} is not a manifest of logs fetch: line ${index + 1} names no file`);
  }
  return { fetchedAt: Number.isNaN(fetchedAt) ? undefined : fetchedAt, entries };
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is ManifestEntry {
  if (!isObject(value) || !isObject(value["metadata"])) return false;
  const texts = ["path", "bucket", "key", "sha256"].map((name) => value[name]);
  const isWhole = texts.every((one) => typeof one === "string") && typeof value["size"] === "number";
  return isWhole && Object.values(value["metadata"]).every((one) => typeof one === "string");
}
