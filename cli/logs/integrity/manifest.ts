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

/** What was asked for. The first line of a manifest. */
export interface ManifestHead {
  /** As the user gave it. */
  readonly source: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** ISO 8601. @default from the beginning */
  readonly from?: string | undefined;
  readonly to: string;
}

/** The last line of a manifest. */
export interface ManifestEnd {
  /** When the files were listed that are all there, ISO 8601. */
  readonly completed: string;
}

export interface Manifest {
  readonly head: ManifestHead;
  /** In milliseconds. */
  readonly period: { readonly from: number | undefined; readonly to: number };
  /** When the fetched files were listed, in milliseconds. Undefined if the fetch was interrupted. */
  readonly fetchedAt: number | undefined;
  /** By path. A later line replaces an earlier one. */
  readonly entries: ReadonlyMap<string, ManifestEntry>;
}

/** Reads a manifest. Its last line may be cut off. Throws a `UserError`. */
export function parseManifest(text: string, file: string): Manifest {
  const entries = new Map<string, ManifestEntry>();
  let fetchedAt: number | undefined;
  const lines = text.split("\n").slice(0, -1).map(parseLine);
  const [head] = lines;
  if (!isHead(head))
    throw new UserError(`${file} is not a manifest of logs fetch: line 1 does not say what was fetched`);
  for (const [index, line] of lines.slice(1).entries()) {
    const completed = line?.["completed"];
    if (typeof completed === "string") fetchedAt = timeOf(completed);
    else if (isEntry(line)) entries.set(line.path, line);
    else throw new UserError(`${file} is not a manifest of logs fetch: line ${index + 2} names no file`);
  }
  refuseSameKeys(entries.values(), file);
  return { head, period: { from: timeOf(head.from), to: timeOf(head.to) ?? 0 }, fetchedAt, entries };
}

/** With two files for one object, only one of them would be compared with its digest. */
function refuseSameKeys(entries: Iterable<ManifestEntry>, file: string): void {
  const paths = new Map<string, string>();
  for (const { bucket, key, path } of entries) {
    const object = `s3://${bucket}/${key}`;
    const other = paths.get(object);
    if (other !== undefined) {
      throw new UserError(`${file} is not a manifest of logs fetch: ${other} and ${path} are both ${object}`);
    }
    paths.set(object, path);
  }
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHead(value: unknown): value is ManifestHead {
  if (!isObject(value)) return false;
  const { source, accounts, regions, from, to } = value;
  const isTime = (one: unknown) => typeof one === "string" && timeOf(one) !== undefined;
  const isList = (one: unknown) => Array.isArray(one) && one.every((item) => typeof item === "string");
  return (
    typeof source === "string" &&
    isList(accounts) &&
    isList(regions) &&
    isTime(to) &&
    (from === undefined || isTime(from))
  );
}

function isEntry(value: unknown): value is ManifestEntry {
  if (!isObject(value) || !isObject(value["metadata"])) return false;
  const texts = ["path", "bucket", "key", "sha256"].map((name) => value[name]);
  const isWhole = texts.every((one) => typeof one === "string") && typeof value["size"] === "number";
  return isWhole && Object.values(value["metadata"]).every((one) => typeof one === "string");
}
