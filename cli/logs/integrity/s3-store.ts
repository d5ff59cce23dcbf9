import { dayFolders, isBelowLogs, isFlowLogFolder, monthFolders, parseLogFolder } from "../../../modules/log-keys";
import { AwsFailure } from "../../aws/errors";
import type { S3Objects } from "../../aws/objects";
import { inParallel } from "../../framework/pool";
import { LOG_FILE_LIMIT } from "../log-file";
import type { Folder } from "../s3-walk";
import { groupFiles, isInScope, type Scope } from "./group-files";
import { AtOnce } from "./at-once";
import type { Finding } from "./result";
import type { Content, Group, OlderVersion, Store, StoredFile } from "./store";

/** Requests under way at once. */
const AT_ONCE = 16;
/** Attempts to read an object whose connection was cut: the SDK repeats only until the content begins. */
const ATTEMPTS = 3;
const HOUR_MS = 60 * 60_000;
/** A log file's interval begins before its delivery, which may be six hours late; its digest ends up to two hours after. */
const AROUND_MS = { before: HOUR_MS / 4, after: 8 * HOUR_MS };

interface ExpectedTrail {
  readonly trail: string;
  readonly account: string;
  readonly region: string;
  /** `AWSLogs/111122223333/` */
  readonly folder: string;
}

export interface BucketOptions {
  readonly name: string;
  readonly objects: S3Objects;
  /** Parts of one bucket, none of them inside an account's folder. */
  readonly folders: readonly Folder[];
  readonly scope: Scope;
  /** Limits of the days to list, in milliseconds. @default all days */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Trails that must have digests in their own Region. */
  readonly expected: readonly ExpectedTrail[];
  readonly keys: NonNullable<Store["keys"]>;
  /** In milliseconds. @default the time of the computer */
  readonly now?: number;
  readonly signal: AbortSignal;
}

/** Log files and digests in a bucket. */
export function openBucket(options: BucketOptions): Store {
  const { name, folders, expected } = options;
  const bucket = new BucketReader(options, folders[0]!.bucket);
  return {
    name,
    at: options.now ?? Date.now(),
    groups: async () => distinct((await Promise.all(folders.map(({ prefix }) => bucket.groups(prefix)))).flat()),
    findings: () => [...bucket.strays, ...expected.flatMap((one) => bucket.withoutFiles(one) ?? [])],
    keys: options.keys,
    versions: (key) => bucket.versions(key),
  };
}

/** The folder of an organization is inside that of a trail without one. */
function distinct(groups: readonly Group[]): Group[] {
  return [...new Map(groups.map((group) => [`${group.folder} ${group.region}`, group])).values()];
}

class BucketReader {
  readonly strays: Finding[] = [];
  private readonly known = new Set<string>();
  private readonly requests = new AtOnce(AT_ONCE);

  constructor(
    private readonly options: BucketOptions,
    private readonly bucket: string,
  ) {}

  /** Accounts and Regions below a prefix. */
  async groups(prefix: string): Promise<Group[]> {
    const regions = await this.regionFolders(prefix);
    const groups = new Map<string, { readonly region: string; readonly account: string; readonly folders: string[] }>();
    for (const folder of regions) {
      const { account = "", region = "" } = parseLogFolder(folder);
      const accountFolder = folder.slice(0, folder.lastIndexOf("/CloudTrail") + 1);
      const name = `${accountFolder} ${region}`;
      const group = groups.get(name) ?? { region, account, folders: [] };
      group.folders.push(folder);
      groups.set(name, group);
      this.known.add(name);
    }
    return [...groups].map(([name, { region, account, folders }]) => {
      const folder = name.slice(0, name.lastIndexOf(" "));
      return this.group({ folder, account, region }, folders);
    });
  }

  /** The folder of each kind and Region, in scope. */
  private async regionFolders(prefix: string): Promise<string[]> {
    const { objects, scope, signal } = this.options;
    const place = parseLogFolder(prefix);
    if (place.region !== undefined && isRegionName(place.region)) {
      return isInScope(scope, place.account!, place.region) ? [prefix] : [];
    }
    const found = await this.requests.run(() => objects.folders({ Bucket: this.bucket, Prefix: prefix }, signal));
    if (isBelowLogs(prefix)) this.addStrays(found.objects.flatMap(({ Key = "" }) => (Key.endsWith("/") ? [] : Key)));
    const selected = found.folders.filter((folder) => this.isSelected(folder));
    return (await inParallel(selected, AT_ONCE, (folder) => this.regionFolders(folder))).flat();
  }

  private isSelected(folder: string): boolean {
    const { account, kind, region } = parseLogFolder(folder);
    const { accounts, regions } = this.options.scope;
    if (isFlowLogFolder(folder)) return false;
    if (account !== undefined && accounts.length > 0 && !accounts.includes(account)) return false;
    if (kind !== undefined && !kind.startsWith("CloudTrail")) return false;
    return region === undefined || regions.length === 0 || regions.includes(region) || !isRegionName(region);
  }

  private group(of: Pick<Group, "folder" | "account" | "region">, folders: readonly string[]): Group {
    const listed = folders.flatMap((folder) => this.daysOf(folder));
    const digestFolders = folders.filter((folder) => parseLogFolder(folder).kind === "CloudTrail-Digest");
    return {
      ...of,
      bucket: this.bucket,
      hasDigests: digestFolders.length > 0,
      expected: this.options.expected
        .filter(({ folder, region }) => folder === of.folder && region === of.region)
        .map(({ trail, region }) => ({ trail, homeRegion: region })),
      earlierDigests: (before) => this.keysIn(digestFolders.flatMap((folder) => monthFolders(folder, before))),
      files: () => this.list(listed),
      lists: (key) => listed.some((folder) => key.startsWith(folder)),
      nameOf: (key) => `s3://${this.bucket}/${key}`,
      read: (key) => this.read(key),
    };
  }

  private daysOf(folder: string): string[] {
    const { from, to = Infinity } = this.options;
    return from === undefined
      ? [folder]
      : dayFolders(folder, from - AROUND_MS.before, Math.min(to + AROUND_MS.after, Date.now()));
  }

  private async objectsIn(prefixes: readonly string[]) {
    const { objects, signal } = this.options;
    const pages = await inParallel(prefixes, AT_ONCE, (Prefix) =>
      this.requests.run(() => objects.list({ Bucket: this.bucket, Prefix }, signal)),
    );
    return pages.flat();
  }

  private async keysIn(prefixes: readonly string[]): Promise<string[]> {
    return (await this.objectsIn(prefixes)).map(({ Key = "" }) => Key);
  }

  private async list(prefixes: readonly string[]): Promise<StoredFile[]> {
    const files = (await this.objectsIn(prefixes)).map(({ Key = "", Size, LastModified, ETag }) => ({
      key: Key,
      root: "",
      name: `s3://${this.bucket}/${Key}`,
      size: Size ?? 0,
      modified: LastModified?.getTime(),
      etag: ETag,
    }));
    // CloudTrail and the console create empty objects for folders.
    const { groups, strays } = groupFiles(
      files.filter(({ key, size }) => !key.endsWith("/") || size > 0),
      this.options.scope,
    );
    this.addStrays(strays.map(({ key }) => key));
    return groups.flatMap((group) => group.files);
  }

  async read(Key: string, VersionId?: string): Promise<Content> {
    const { objects, signal } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { bytes, metadata, versionId } = await this.requests.run(() =>
          objects.get({ Bucket: this.bucket, Key, VersionId }, LOG_FILE_LIMIT.packed, signal),
        );
        return bytes ? { bytes, metadata, versionId } : { fault: "changed", detail: "it is too large" };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof AwsFailure)) throw error;
        if (!error.isTransient || attempt === ATTEMPTS) return faultOf(error);
      }
    }
  }

  async versions(key: string): Promise<OlderVersion[]> {
    const { objects, signal } = this.options;
    const { versions, deleteMarkers } = await this.requests.run(() => objects.versions(this.bucket, key, signal));
    const marker = deleteMarkers.find(({ IsLatest }) => IsLatest);
    const deleted = marker && { at: marker.LastModified?.getTime() ?? 0, owner: marker.Owner?.ID };
    return versions
      .filter(({ IsLatest }) => !IsLatest)
      .map(({ VersionId = "", LastModified }) => ({
        versionId: VersionId,
        modified: LastModified?.getTime() ?? 0,
        deleted,
        read: () => this.read(key, VersionId),
      }));
  }

  /** A finding for an account and Region without any file. */
  withoutFiles({ account, region, folder }: ExpectedTrail): Finding | undefined {
    const { scope } = this.options;
    if (this.known.has(`${folder} ${region}`) || !isInScope(scope, account, region)) return undefined;
    const key = `${folder}CloudTrail-Digest/${region}/`;
    const detail = "the trail of the environment writes digests there, and there is not one file";
    return { state: "missing", kind: "digest", key, name: `s3://${this.bucket}/${key}`, detail };
  }

  private addStrays(keys: readonly string[]): void {
    const detail = "it is outside the folders of CloudTrail";
    for (const key of keys) {
      this.strays.push({ state: "extra", kind: "log", key, name: `s3://${this.bucket}/${key}`, detail });
    }
  }
}

function isRegionName(name: string): boolean {
  return /^[a-z0-9-]+$/.test(name);
}

function faultOf({ kind, code, message }: AwsFailure): Content {
  if (kind === "missing") return { fault: "missing", detail: message };
  if (code === "InvalidObjectState") return { fault: "unreadable", detail: "it is archived: restore it first" };
  return { fault: "unreadable", detail: message };
}
