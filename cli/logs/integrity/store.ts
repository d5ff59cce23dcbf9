import type { PublicKey } from "./public-keys";
import type { Finding } from "./result";

/** A file in a bucket, or in a copy of one. */
export interface StoredFile {
  readonly key: string;
  /** As the user knows it: a path, or `s3://bucket/key`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** When S3 stored it, in milliseconds. @default nobody knows */
  readonly modified?: number | undefined;
  /** Another one for each object that S3 stores. @default nobody knows */
  readonly etag?: string | undefined;
}

/** What a store returns for a key. */
export type Content =
  | {
      readonly bytes: Buffer;
      /** Of the object, with lower-case names. @default a copy, which has none */
      readonly metadata?: Readonly<Record<string, string>> | undefined;
      /** Of the object, where it has one. */
      readonly versionId?: string | undefined;
    }
  | { readonly fault: "missing" | "unreadable" | "changed"; readonly detail: string };

/** A trail, as the names of its digests say. */
export interface TrailName {
  readonly trail: string;
  readonly homeRegion: string;
}

/** The files of CloudTrail that one account has in one Region. */
export interface Group {
  /** Undefined in a copy whose digests do not say it. */
  readonly bucket: string | undefined;
  /** `AWSLogs/111122223333/` */
  readonly folder: string;
  readonly account: string;
  readonly region: string;
  /** Whether CloudTrail has ever written digests there. */
  readonly hasDigests: boolean;
  /** Trails that must have digests there. */
  readonly expected: readonly TrailName[];
  /** Keys of digests of the two months before a time at least, in milliseconds. Throws an `AwsFailure`. */
  readonly earlierDigests: (before: number) => Promise<readonly string[]>;
  /** Lists the files. Throws an `AwsFailure`. */
  readonly files: () => Promise<readonly StoredFile[]>;
  /** Whether `files` lists this key if it exists. */
  readonly lists: (key: string) => boolean;
  readonly nameOf: (key: string) => string;
  readonly read: (key: string) => Promise<Content>;
}

/** An object that was deleted or replaced, and that a versioned bucket still has. */
export interface OlderVersion {
  readonly versionId: string;
  /** In milliseconds. */
  readonly modified: number;
  /** When a delete marker was placed, and by whom. @default it was replaced, not deleted */
  readonly deleted?: { readonly at: number; readonly owner: string | undefined } | undefined;
  readonly read: () => Promise<Content>;
}

/** Where log files and digests are. */
export interface Store {
  /** As the user gave it. */
  readonly name: string;
  /** When the files were listed or copied, in milliseconds. Undefined if nobody knows. */
  readonly at: number | undefined;
  readonly groups: () => Promise<readonly Group[]>;
  /** What was copied, if the copy says it: nothing outside was. */
  readonly period?: { readonly from: number | undefined; readonly to: number } | undefined;
  /** What is wrong besides the groups, once they are listed. */
  readonly findings: () => readonly Finding[];
  /** Public keys of CloudTrail that were valid in a period. Undefined if the store has none to offer. */
  readonly keys?: ((region: string, from: number, to: number) => Promise<readonly PublicKey[]>) | undefined;
  /** Older versions of an object, the newest first. @default it keeps none */
  readonly versions?: ((key: string) => Promise<readonly OlderVersion[]>) | undefined;
}

/** What a finding says of its file. */
export function about({ key, name }: StoredFile, kind: Finding["kind"]) {
  return { kind, key, name };
}
