import { parseDigestName, placeOfLog, timeInName } from "../../../../modules/log-keys";
import { inParallel } from "../../../framework/pool";
import { readDigest } from "../../../logs/integrity/digest";
import type { Group, Store, StoredFile } from "../../../logs/integrity/store";
import { UnsavedFile, type EvidenceFolder } from "./evidence-folder";

/** Accounts and Regions, and files of each, under way at once; the store limits the requests. */
const GROUPS = 4;
const FILES = 16;

export interface Fetched {
  files: number;
  bytes: number;
  /** Of these, files that were there from an interrupted run. */
  known: number;
  /** Files that could not be copied, with the reason. */
  readonly problems: string[];
}

export interface FetchOptions {
  readonly store: Store;
  readonly folder: EvidenceFolder;
  readonly onFile: (fetched: Fetched) => void;
  readonly signal: AbortSignal;
}

/** Copies all log files and digests of a store, and the public keys of the digests. Throws if the signal is aborted. */
export async function fetchStore({ store, folder, onFile, signal }: FetchOptions): Promise<Fetched> {
  const fetched: Fetched = { files: 0, bytes: 0, known: 0, problems: [] };
  const groups = await store.groups();
  await inParallel(groups, GROUPS, async (group) => {
    const files = await group.files();
    const save = async (file: StoredFile) => {
      await fetchFile(group, file, folder, fetched);
      signal.throwIfAborted();
      onFile(fetched);
    };
    await inParallel(files, FILES, save);
    const more = namedElsewhere(group, files, folder);
    await inParallel(more, FILES, save);
    await fetchKeys(store, group, files, folder, fetched);
  });
  return fetched;
}

async function fetchFile(group: Group, file: StoredFile, folder: EvidenceFolder, fetched: Fetched): Promise<void> {
  if (folder.has(file)) {
    fetched.known += 1;
    fetched.files += 1;
    fetched.bytes += file.size;
    return;
  }
  const content = await group.read(file.key);
  if ("fault" in content) {
    fetched.problems.push(`${file.name}: ${content.fault === "missing" ? "it is not there" : content.detail}`);
    return;
  }
  const { bytes, metadata = {}, versionId } = content;
  try {
    folder.save({ file, bucket: group.bucket ?? "", bytes, metadata, versionId });
  } catch (error) {
    if (!(error instanceof UnsavedFile)) throw error;
    fetched.problems.push(`${file.name}: ${error.message}`);
    return;
  }
  fetched.files += 1;
  fetched.bytes += bytes.length;
}

/** Log files that the digests name, on days that were not listed. Nothing outside the folder of the account. */
function namedElsewhere(group: Group, files: readonly StoredFile[], folder: EvidenceFolder): StoredFile[] {
  const keys = new Set<string>();
  for (const file of files) {
    const named = parseDigestName(file.key);
    if (named === undefined || !folder.has(file)) continue;
    const { content } = readDigest(file, named, group.bucket, { bytes: folder.read(file.key) });
    for (const { key, bucket } of content?.logs ?? []) {
      const isHere = bucket === group.bucket && placeOfLog(key)?.accountFolder === group.folder;
      if (isHere && !group.lists(key)) keys.add(key);
    }
  }
  return [...keys].map((key) => ({ key, name: group.nameOf(key), size: 0 }));
}

const HOUR_MS = 60 * 60_000;

async function fetchKeys(
  store: Store,
  { region }: Group,
  files: readonly StoredFile[],
  folder: EvidenceFolder,
  { problems }: Fetched,
): Promise<void> {
  const digests = files.filter(({ key }) => parseDigestName(key) !== undefined);
  const times = digests.flatMap(({ key, modified }) => [timeInName(key) ?? [], modified ?? []].flat());
  if (store.keys === undefined || times.length === 0) return;
  const [first, last] = [Math.min, Math.max].map((pick) => times.reduce((a, b) => pick(a, b))) as [number, number];
  try {
    folder.saveKeys(await store.keys(region, first - 2 * HOUR_MS, last + 2 * HOUR_MS));
  } catch (error) {
    problems.push(`public keys of ${region}: ${(error as Error).message}`);
  }
}
