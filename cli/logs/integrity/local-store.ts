import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseDigestName, placeOfLog } from "../../../modules/log-keys";
import { readFailure } from "../../framework/file-error";
import { UserError } from "../../framework/user-error";
import { isLinkToFolder, isLogExtension, LINK } from "../local-files";
import { UnreadableLogFile } from "../log-file";
import { readWhole } from "../read-whole";
import { findRoots, type LocalFile, type Root } from "./copied-keys";
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
interface CopiedFile extends StoredFile, LocalFile, Pick<Root, "prefix" | "bucket"> {
  /** Apart from files with another one. */
  readonly root: string;
  /** What is before the copy in the folder: empty, or with a slash at its end. */
  readonly above: string;
  readonly entry: ManifestEntry | undefined;
}

/**
 * A folder into which log files and digests were copied, by `logs fetch` or by any other program. Throws a `UserError` if
 * it cannot be read.
 */
export function openFolder(folder: string, scope: Scope): LocalStore {
  const { paths, links } = pathsIn(folder);
  const manifest = readOptional(join(folder, MANIFEST), parseManifest);
  const keys = readOptional(join(folder, PUBLIC_KEYS), parsePublicKeys);
  const isAdded = ({ entry }: CopiedFile) => manifest?.fetchedAt !== undefined && entry === undefined;
  const found = groupFiles(copiedFiles(folder, paths, manifest), scope);
  const inGroups = found.groups.flatMap(({ files }) => files);
  const groups = found.groups
    .map((group) => ({ ...group, files: group.files.filter((file) => !isAdded(file)) }))
    .filter(({ files }) => files.length > 0);
  const ownFiles = [MANIFEST, PUBLIC_KEYS];
  const foreign = found.strays.filter(({ path }) => !ownFiles.includes(path) && isLogExtension(path));
  return {
    name: folder,
    at: manifest?.fetchedAt,
    period: manifest?.period,
    groups: () => Promise.resolve(groups.map((group) => localGroup(folder, group))),
    findings: () => [
      ...links.map((path) => linkFinding(path, folder)),
      ...foreign.map((file) => extraFinding(file, "it is outside the folders of CloudTrail")),
      ...inGroups
        .filter(isAdded)
        .map((file) => extraFinding(file, "it was added after the fetch: the manifest does not name it")),
      ...copiesOf(groups),
      ...notThere(folder, paths, manifest),
    ],
    savedKeys: keys && { source: join(folder, PUBLIC_KEYS), keys },
  };
}

/** Paths of all files below a folder, and of links to folders, with slashes. */
function pathsIn(folder: string) {
  try {
    if (!statSync(folder).isDirectory())
      throw new UserError(`${folder} is no folder; digests and log files are in several`);
    const paths: string[] = [];
    const links: string[] = [];
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue;
      const file = join(entry.parentPath, entry.name);
      const path = relative(folder, file).split(sep).join("/");
      (isLinkToFolder(file, entry) ? links : paths).push(path);
    }
    return { paths: paths.sort(), links: links.sort() };
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${folder} cannot be read: ${readFailure(error)}`);
  }
}

function linkFinding(path: string, folder: string): Finding {
  return { state: "unreadable", kind: "log", key: path, name: join(folder, path), detail: LINK };
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
  const files = manifest === undefined ? plainFiles(folder, paths) : fetchedFiles(paths, manifest);
  return files.map((file) => ({
    ...file,
    name: join(folder, file.path),
    size: file.entry?.size ?? 0,
    modified: file.entry?.modified === undefined ? undefined : Date.parse(file.entry.modified),
  }));
}

type UnnamedFile = Omit<CopiedFile, keyof StoredFile> & Pick<CopiedFile, "key">;

function plainFiles(folder: string, paths: readonly string[]): UnnamedFile[] {
  return findRoots(folder, paths).flatMap(({ root, prefix, bucket, files }) =>
    files.map(({ path, rest }) => ({ path, key: prefix + rest, root, above: root, prefix, bucket, entry: undefined })),
  );
}

/** The path of a fetched file is its key. What was put beside fetched files is as if it were in their bucket. */
function fetchedFiles(paths: readonly string[], { entries }: Manifest): UnnamedFile[] {
  const [first] = entries.values();
  return paths.map((path) => {
    const entry = entries.get(path);
    const bucket = entry?.bucket ?? first?.bucket;
    return { path, key: entry?.key ?? path, root: bucket ?? "", above: "", prefix: "", bucket, entry };
  });
}

function localGroup(folder: string, { folder: accountFolder, account, region, files }: FileGroup<CopiedFile>): Group {
  const { bucket, above, prefix } = files[0]!;
  const byKey = new Map(files.map((file) => [file.key, file]));
  return {
    bucket,
    folder: accountFolder,
    account,
    region,
    hasDigests: files.some(({ key }) => parseDigestName(key) !== undefined),
    expected: [],
    earlierDigests: () => Promise.resolve(files.map(({ key }) => key)),
    files: () => Promise.resolve(files),
    lists: () => true,
    nameOf: (key) =>
      byKey.get(key)?.name ?? join(folder, above, key.startsWith(prefix) ? key.slice(prefix.length) : key),
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

function extraFinding({ key, name }: CopiedFile, detail: string): Finding {
  return { state: "extra", kind: kindOf(key), key, name, detail };
}

/** Files with the key of another one: nobody knows which of them is the object. */
function copiesOf(groups: readonly FileGroup<CopiedFile>[]): Finding[] {
  return groups.flatMap(({ files }) => {
    const nameOf = new Map(files.map(({ key, name }) => [key, name]));
    return files
      .filter(({ key, name }) => nameOf.get(key) !== name)
      .map((file) => extraFinding(file, `${nameOf.get(file.key)} has the same key`));
  });
}

function kindOf(key: string): Finding["kind"] {
  return placeOfLog(key)?.kind === "CloudTrail-Digest" ? "digest" : "log";
}

/** Files that were fetched and are no longer there. */
function notThere(folder: string, paths: readonly string[], manifest: Manifest | undefined): Finding[] {
  const known = new Set(paths);
  return [...(manifest?.entries.values() ?? [])]
    .filter(({ path }) => !known.has(path))
    .map(({ key, path }) => ({
      state: "missing",
      kind: kindOf(key),
      key,
      name: join(folder, path),
      detail: "it was fetched",
    }));
}
