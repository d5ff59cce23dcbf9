import { readdirSync, statSync, type Dirent } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { readFailure } from "../framework/file-error";
import { UserError } from "../framework/user-error";
import { MANIFEST, PUBLIC_KEYS } from "./integrity/manifest";
import { skipReason, type Selection, type Skip } from "./selection";

/** Files to search, and how many are not among them. */
export interface Listing {
  readonly files: readonly string[];
  readonly skipped: ReadonlyMap<Skip | "other name", number>;
  /** Folders that are not listed, with the reason. */
  readonly problems: readonly string[];
}

/** Whether a file of a folder is read as a log file. */
export function isLogExtension(name: string): boolean {
  return /\.(json|jsonl|ndjson)(\.gz)?$|\.gz$/i.test(name);
}

/**
 * Lists folders with all that is in them, and takes files as they are. Folders come in the order of their names, each
 * with its files. Throws a `UserError` for a path that does not exist.
 */
export function listFiles(paths: readonly string[], selection: Selection): Listing {
  const files: string[] = [];
  const skipped = new Map<Skip | "other name", number>();
  const problems: string[] = [];
  const skip = (reason: Skip | "other name") => skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  const walk = (folder: string): void => {
    for (const entry of entriesOf(folder, problems)) {
      const path = join(folder, entry.name);
      const reason = skipReason(path, selection);
      if (entry.isDirectory()) walk(path);
      else if (isLinkToFolder(path, entry)) problems.push(`${path}: ${LINK}`);
      else if (!isLogExtension(entry.name) || isOfFetch(path, paths)) skip("other name");
      else if (reason !== undefined) skip(reason);
      else files.push(path);
    }
  };
  for (const path of paths) {
    if (isFolder(path)) walk(path);
    else files.push(path);
  }
  return { files, skipped, problems };
}

/** Whoever fills a folder could otherwise lead a reader out of it, or in circles. */
export const LINK = "it is a link to a folder, which is not followed: give that folder as a source, or copy it here";

export function isLinkToFolder(path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return false;
  try {
    return statSync(path).isDirectory();
  } catch {
    // A link that leads nowhere is a file that cannot be read.
    return false;
  }
}

/** What `logs fetch` adds to the files in its folder. */
function isOfFetch(path: string, folders: readonly string[]): boolean {
  return (
    [MANIFEST, PUBLIC_KEYS].includes(basename(path)) && folders.some((folder) => relative(folder, dirname(path)) === "")
  );
}

function entriesOf(folder: string, problems: string[]) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problems.push(`${folder}: ${readFailure(error)}`);
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${readFailure(error)}`);
  }
}
