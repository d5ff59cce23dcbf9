import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { readFailure, writeFailure } from "../../../framework/file-error";
import { UserError } from "../../../framework/user-error";
import {
  MANIFEST,
  parseManifest,
  PUBLIC_KEYS,
  type ManifestEnd,
  type ManifestEntry,
  type ManifestHead,
} from "../../../logs/integrity/manifest";
import { parsePublicKeys, publicKeysJson, type PublicKey } from "../../../logs/integrity/public-keys";
import type { StoredFile } from "../../../logs/integrity/store";
import { safePath } from "./safe-path";

/** An object as it was read. */
export interface FetchedObject {
  readonly file: StoredFile;
  readonly bucket: string;
  readonly bytes: Buffer;
  readonly versionId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Why one file cannot be saved, whatever becomes of the others. */
export class UnsavedFile extends UserError {}

/** Faults of the path, and not of the whole folder. */
const OF_ONE_FILE = ["EEXIST", "EILSEQ", "EINVAL", "EISDIR", "ENAMETOOLONG", "ENOTDIR", "ENOTEMPTY"];

/** A folder with fetched files and their manifest. */
export class EvidenceFolder {
  private readonly entries: Map<string, ManifestEntry>;
  private readonly root: string;

  private constructor(
    private readonly folder: string,
    /** What was asked for when the folder was begun. */
    readonly head: ManifestHead,
    entries: ReadonlyMap<string, ManifestEntry>,
  ) {
    this.entries = new Map(entries);
    this.root = realpathSync(folder);
  }

  /** Begins a folder, or goes on with an interrupted fetch of the same. Throws a `UserError`. */
  static open(folder: string, asked: ManifestHead): EvidenceFolder {
    const manifest = join(folder, MANIFEST);
    try {
      mkdirSync(folder, { recursive: true });
      if (!existsSync(manifest)) {
        if (readdirSync(folder).length > 0) throw new UserError(`${folder} is not empty; give a new folder`);
        writeFileSync(manifest, `${JSON.stringify(asked)}\n`);
        return new EvidenceFolder(folder, asked, new Map());
      }
      return new EvidenceFolder(folder, ...resume(folder, manifest, asked));
    } catch (error) {
      throw error instanceof UserError ? error : new UserError(`${folder} cannot be written: ${writeFailure(error)}`);
    }
  }

  /** Whether the object is there already, as it was listed. */
  has({ key, etag, modified, size }: StoredFile): boolean {
    const path = safePath(key);
    const entry = this.entries.get(path);
    if (entry?.key !== key || entry.size !== size || entry.etag !== etag || entry.modified !== isoOf(modified))
      return false;
    const file = join(this.folder, path);
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true && sha256(readFileSync(file)) === entry.sha256;
  }

  /** What was saved of a key. */
  read(key: string): Buffer {
    return readFileSync(join(this.folder, safePath(key)));
  }

  /** Writes the whole file, then its line. Throws a `UserError`, which is an `UnsavedFile` if others may be saved. */
  save({ file, bucket, bytes, versionId, metadata }: FetchedObject): void {
    const path = safePath(file.key);
    const target = join(this.folder, path);
    const entry: ManifestEntry = {
      path,
      bucket,
      key: file.key,
      versionId,
      etag: file.etag,
      modified: isoOf(file.modified),
      size: bytes.length,
      sha256: sha256(bytes),
      metadata,
    };
    this.write(target, () => {
      this.refuseOutside(dirname(target));
      mkdirSync(dirname(target), { recursive: true });
      const draft = join(dirname(target), `.${process.pid}.tmp`);
      rmSync(draft, { force: true });
      writeFileSync(draft, bytes, { flag: "wx" });
      renameSync(draft, target);
      this.append(entry);
    });
    this.entries.set(path, entry);
  }

  /** Saves public keys beside those that are there. */
  saveKeys(keys: readonly PublicKey[]): void {
    const file = join(this.folder, PUBLIC_KEYS);
    const saved = existsSync(file) ? parsePublicKeys(readFileSync(file, "utf8"), file) : [];
    const isNew = (key: PublicKey) =>
      !saved.some((one) => one.region === key.region && one.fingerprint === key.fingerprint);
    this.write(file, () => writeFileSync(file, publicKeysJson([...saved, ...keys.filter(isNew)])));
  }

  /** Notes that everything is there that was listed at a time. */
  complete(listedAt: number): void {
    const end: ManifestEnd = { completed: new Date(listedAt).toISOString() };
    this.write(join(this.folder, MANIFEST), () => this.append(end));
  }

  /** Hashes of what describes the files, to be written down elsewhere. */
  seals(): string[] {
    return [MANIFEST, PUBLIC_KEYS]
      .map((name) => join(this.folder, name))
      .filter((file) => existsSync(file))
      .map((file) => `${sha256(readFileSync(file))}  ${file}`);
  }

  private append(line: ManifestEntry | ManifestEnd): void {
    appendFileSync(join(this.folder, MANIFEST), `${JSON.stringify(line)}\n`);
  }

  /** A link in the folder could lead out of it. */
  private refuseOutside(folder: string): void {
    let known = folder;
    while (!existsSync(known)) known = dirname(known);
    const real = realpathSync(known);
    if (real === this.root || real.startsWith(this.root + sep)) return;
    throw new UserError(`${folder} leads out of ${this.folder}; remove the link`);
  }

  private write(file: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof UserError) throw error;
      const isOfOne = OF_ONE_FILE.includes((error as NodeJS.ErrnoException).code ?? "");
      throw new (isOfOne ? UnsavedFile : UserError)(`${file} cannot be written: ${writeFailure(error)}`);
    }
  }
}

function resume(folder: string, manifest: string, asked: ManifestHead) {
  const text = readManifest(manifest);
  const { head, entries, fetchedAt } = parseManifest(text, manifest);
  if (fetchedAt !== undefined) {
    throw new UserError(`${folder} holds a complete fetch of ${head.source} until ${head.to}; give another folder`);
  }
  const same = (one: ManifestHead) => JSON.stringify([one.source, one.accounts, one.regions]);
  if (same(head) !== same(asked)) {
    throw new UserError(
      `${folder} holds a fetch of ${head.source} with other --account or --region; give another folder`,
    );
  }
  // A line that was cut off.
  truncateSync(manifest, Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1)));
  return [head, entries] as const;
}

function readManifest(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${readFailure(error)}`);
  }
}

function isoOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
