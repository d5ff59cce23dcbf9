import { join } from "node:path";
import { parseDigestName, placeOfLog } from "../../../modules/log-keys";
import { parseLogFile, unpackLogFile } from "../log-file";
import { readWhole } from "../read-whole";

export interface LocalFile {
  /** In the folder, with slashes. */
  readonly path: string;
}

/** A part of a folder that is a copy of a bucket, or of a part of one. */
export interface Root {
  /** What is before the copy: empty, or with a slash at its end. */
  readonly root: string;
  /** What the keys begin with, and the copy lacks. */
  readonly prefix: string;
  /** Undefined if no digest says it. */
  readonly bucket: string | undefined;
  readonly files: readonly (LocalFile & { readonly rest: string })[];
}

/** Digests that are asked where they were; one that lies is found later. */
const ASKED = 25;

/**
 * Finds out which keys the copied objects had. Programs copy a bucket, or only what is below a prefix, and into any folder;
 * each digest says where it was, and most of them decide.
 */
export function findRoots(folder: string, paths: readonly string[]): Root[] {
  const roots = new Map<string, { readonly path: string; readonly rest: string }[]>();
  for (const path of paths) {
    const place = placeOfLog(path);
    const start = place === undefined ? 0 : place.accountFolder.lastIndexOf("AWSLogs/");
    const root = path.slice(0, start);
    const files = roots.get(root) ?? [];
    files.push({ path, rest: path.slice(start) });
    roots.set(root, files);
  }
  return [...roots].map(([root, files]) => {
    const votes = files
      .filter(({ path }) => parseDigestName(path) !== undefined)
      .slice(0, ASKED)
      .map(({ path, rest }) => originOf(join(folder, path), rest));
    const [prefix = "", bucket] = JSON.parse(mostFrequent(votes) ?? "[]") as string[];
    return { root, prefix, bucket, files };
  });
}

/** What the key begins with, and the bucket, as JSON. Undefined for a digest that cannot be read or was elsewhere. */
function originOf(file: string, rest: string): string | undefined {
  try {
    const { digestS3Object: key, digestS3Bucket: bucket } = parseLogFile(unpackLogFile(readWhole(file)));
    if (typeof key !== "string" || typeof bucket !== "string" || !key.endsWith(rest)) return undefined;
    return JSON.stringify([key.slice(0, key.length - rest.length), bucket]);
  } catch {
    return undefined;
  }
}

function mostFrequent(votes: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of votes) if (vote !== undefined) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
