import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseDigestName, placeOfLog } from "../../../modules/log-keys";
import { readFailure } from "../../framework/file-error";
import { UserError } from "../../framework/user-error";
import { isLogExtension } from "../local-files";
import { UnreadableLogFile } from "../log-file";
import { readWhole } from "../read-whole";
import { findRoots, type LocalFile } from "./copied-keys";
import { groupFiles, type FileGroup, type Scope } from "./group-files";
import { MANIFEST, parseManifest, PUBLIC_KEYS, type Manifest, type ManifestEntry } from "./manifest";
import { parsePublicKeys, type PublicKey } from "./public-keys";
import type { Finding } from "./result";
import type { Content, Group, Store, StoredFile } from "./store";

export interface LocalStore extends Store {
  /** Public keys that are saved in the folder. @default none are */
  readonly savedKeys: SavedKeys | undefined;
}

export interface SavedKeys {
  readonly source: string;
  readonly keys: readonly PublicKey[];
}

/** A file of a copy, with the key that its object has. */
interface CopiedFile extends StoredFile, LocalFile {
  readonly root: string;
  readonly bucket: string | undefined;
  readonly entry: ManifestEntry | undefined;
}

/**
 * A folder into which log files and digests were copied, by `logs fetch` or by any other program. Throws a `UserError` if
 * it cannot be read.
 */
export function openFolder(folder: string, scope: Scope): LocalStore {
  const paths = pathsIn(folder);
  const manifest = readOptional(join(folder, MANIFEST), parseManifest);
  const keys = readOptional(join(folder, PUBLIC_KEYS), parsePublicKeys);
  const files = copiedFiles(folder, paths, manifest);
  const { groups, strays } = groupFiles(files, scope);
  const ownFiles = [MANIFEST, PUBLIC_KEYS];
  const foreign = strays.filter(({ path }) => !ownFiles.includes(path) && isLogExtension(path));
  return {
    name: folder,
    at: manifest?.fetchedAt,
    period: manifest?.period,
    groups: () => Promise.resolve(groups.map((group) => localGroup(folder, group))),
    findings: () => [...foreign.map(strayFinding), ...notThere(folder, paths, manifest)],
    savedKeys: keys && { source: join(folder, PUBLIC_KEYS), keys },
  };
}

/** Paths of all files below a folder, with slashes. */
function pathsIn(folder: string): string[] {
  try {
    if (!statSync(folder).isDirectory())
      throw new UserError(`${folder} is no folder; digests and log files are in several`);
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .sort();
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${folder} cannot be read: ${readFailure(error)}`);
  }
}

/** Reads a file that a folder may have. */
function readOptional<Result>(file: string, parse: (text: string, file: string) => Result): Result | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(`${file} cannot be read: ${readFailure(error)}`);
  }
  return parse(text, file);
}

function copiedFiles(folder: string, paths: readonly string[], manifest: Manifest | undefined): CopiedFile[] {
  const own = paths.filter((path) => !manifest?.entries.has(path));
  const fetched = paths.flatMap((path) => manifest?.entries.get(path) ?? []);
  const copied = findRoots(folder, own).flatMap(({ root, prefix, bucket, files }) =>
    files.map((file) => ({ ...file, key: prefix + file.rest, root, bucket, entry: undefined })),
  );
  const bucket = fetched[0]?.bucket;
  return [
    ...fetched.map((entry) => ({
      path: entry.path,
      key: entry.key,
      root: entry.bucket,
      bucket: entry.bucket,
      entry,
    })),
    // What was put beside fetched files is as if it were in their bucket.
    ...copied.map((file) => (bucket === undefined ? file : { ...file, root: bucket, bucket })),
  ].map((file) => ({
    ...file,
    name: join(folder, file.path),
    size: file.entry?.size ?? 0,
    modified: file.entry?.modified === undefined ? undefined : Date.parse(file.entry.modified),
  }));
}

function localGroup(
  folder: string,
  { root, folder: accountFolder, account, region, files }: FileGroup<CopiedFile>,
): Group {
  const byKey = new Map(files.map((file) => [file.key, file]));
  return {
    bucket: files[0]?.bucket,
    folder: accountFolder,
    account,
    region,
    hasDigests: files.some(({ key }) => parseDigestName(key) !== undefined),
    expected: [],
    earlierDigests: () => Promise.resolve(files.map(({ key }) => key)),
    files: () => Promise.resolve(files),
    lists: () => true,
    nameOf: (key) => byKey.get(key)?.name ?? join(folder, root, key),
    read: (key) => Promise.resolve(readCopy(folder, byKey.get(key))),
  };
}

function readCopy(folder: string, file: CopiedFile | undefined): Content {
  if (file === undefined) return { fault: "missing", detail: "" };
  try {
    const bytes = readWhole(join(folder, file.path));
    if (file.entry && createHash("sha256").update(bytes).digest("hex") !== file.entry.sha256) {
      return { fault: "changed", detail: "it is not the file that was fetched: the manifest has another hash" };
    }
    return { bytes, metadata: file.entry?.metadata };
  } catch (error) {
    if (error instanceof UnreadableLogFile) return { fault: "changed", detail: error.message };
    return { fault: "unreadable", detail: readFailure(error) };
  }
}

function strayFinding({ key, name }: CopiedFile): Finding {
  return { state: "extra", kind: "log", key, name, detail: "it is outside the folders of CloudTrail" };
}

/** Files that were fetched and are no longer there. */
function notThere(folder: string, paths: readonly string[], manifest: Manifest | undefined): Finding[] {
  const known = new Set(paths);
  return [...(manifest?.entries.values() ?? [])]
    .filter(({ path }) => !known.has(path))
    .map(({ key, path }) => ({
      state: "missing",
      kind: placeOfLog(key)?.kind === "CloudTrail-Digest" ? "digest" : "log",
      key,
      name: join(folder, path),
      detail: "it was fetched",
    }));
}
