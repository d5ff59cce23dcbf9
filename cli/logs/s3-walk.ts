import { dayFolders, parseLogFolder, type LogFolder } from "../../modules/log-keys";
import type { S3Objects } from "../aws/objects";
import { isLogExtension } from "./local-files";
import { readPeriod, skipReason, type Selection } from "./selection";

/** A part of a bucket. */
export interface Folder {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

export interface Walk {
  readonly objects: S3Objects;
  readonly selection: Selection;
  readonly signal: AbortSignal;
}

/** Listings under way at once. */
const AT_ONCE = 16;

/** An object of a listing. */
export interface Listed {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
}

/** The keys of `logObjects`. Throws an `AwsFailure`. */
export async function* logKeys(folder: Folder, walk: Walk): AsyncGenerator<string> {
  for await (const { key } of logObjects(folder, walk)) yield key;
}

/**
 * The log files below a folder, in the order of accounts, Regions and days. Lists nothing of other accounts,
 * Regions and days than the selected ones. Throws an `AwsFailure`.
 */
export async function* logObjects(folder: Folder, walk: Walk): AsyncGenerator<Listed> {
  yield* inOrder(leafFolders(folder, walk), AT_ONCE, (leaf) => objectsIn(leaf, walk));
}

function listed({
  Key = "",
  Size = 0,
}: {
  readonly Key?: string | undefined;
  readonly Size?: number | undefined;
}): Listed {
  return { key: Key, size: Size };
}

/** What begins with a text: objects, and folders, which end with a slash. */
export async function objectsAt({ bucket, prefix }: Folder, { objects, signal }: Omit<Walk, "selection">) {
  const pages = await objects.folders({ Bucket: bucket, Prefix: prefix }, signal);
  return { objects: pages.objects.map(listed), folders: pages.folders };
}

interface Leaf extends Folder {
  /** The objects beside other folders. @default the folder is not listed yet */
  readonly objects?: readonly Listed[];
}

/** Folders to read with all that is in them, and the objects beside folders. */
async function* leafFolders({ bucket, prefix }: Folder, walk: Walk): AsyncGenerator<Leaf> {
  const place = parseLogFolder(prefix);
  if (place.region !== undefined) {
    for (const one of daysOf(prefix, place, walk.selection)) yield { bucket, prefix: one };
    return;
  }
  const { objects, folders } = await objectsAt({ bucket, prefix }, walk);
  if (objects.length > 0) yield { bucket, prefix, objects };
  for (const folder of folders) {
    if (isSelected(folder, walk.selection)) yield* leafFolders({ bucket, prefix: folder }, walk);
  }
}

function isSelected(prefix: string, { accounts = [], regions = [] }: Selection): boolean {
  const { account, kind, region } = parseLogFolder(prefix);
  if (account !== undefined && accounts.length > 0 && !accounts.includes(account)) return false;
  if (kind !== undefined && (!kind.startsWith("CloudTrail") || kind === "CloudTrail-Digest")) return false;
  return region === undefined || regions.length === 0 || regions.includes(region);
}

/** The folders of the selected days; without a first day, the whole folder. */
function daysOf(prefix: string, { rest }: LogFolder, selection: Selection): string[] {
  const { from, to = Infinity } = readPeriod(selection);
  return from === undefined || rest !== "" ? [prefix] : dayFolders(prefix, from, Math.min(to - 1, Date.now()));
}

async function objectsIn(leaf: Leaf, { objects, selection, signal }: Walk): Promise<Listed[]> {
  const { bucket, prefix } = leaf;
  const found = leaf.objects ?? (await objects.list({ Bucket: bucket, Prefix: prefix }, signal)).map(listed);
  return found.filter(({ key }) => isLogExtension(key) && skipReason(key, selection) === undefined);
}

/** Works on some items at once, and yields what each one results in, in the order of the items. */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<readonly Result[]>,
): AsyncGenerator<Result> {
  const pending: Promise<readonly Result[]>[] = [];
  for await (const item of items) {
    const result = work(item);
    // A failure is thrown when its turn comes.
    result.catch(() => undefined);
    pending.push(result);
    if (pending.length >= limit) yield* await pending.shift()!;
  }
  while (pending.length > 0) yield* await pending.shift()!;
}
