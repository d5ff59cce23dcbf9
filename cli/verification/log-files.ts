import { createHash } from "node:crypto";
import type { _Object } from "@aws-sdk/client-s3";
import {
  dayFolder,
  digestNamePrefix,
  namePrefix,
  regionFolder,
  type LogKind,
  type LogSource,
} from "../../modules/log-keys";
import { AwsFailure } from "../aws/errors";
import { LOG_FILE_LIMIT, parseLogFile, recordsIn, unpackLogFile, type RawRecord } from "../logs/log-file";
import type { Context } from "./context";
import { trailOwner } from "./locations";

/** Number of days to search for the newest file, today first. */
export const DAYS_BACK = 4;

/** A busy account has thousands of files per day; later pages are not read. */
const MAX_PAGES = 20;

export interface StoredFile {
  readonly key: string;
  readonly modified: Date | undefined;
}

/** Folder of the trail owner's files, in the trail's Region. */
export function folderOf({ environment }: Pick<Context, "environment">, kind: LogKind): string {
  return regionFolder(environment.trail.logs, sourceOf({ environment }, kind));
}

function sourceOf({ environment }: Pick<Context, "environment">, kind: LogKind): LogSource {
  return { account: trailOwner(environment), kind, region: environment.trail.region };
}

/** The newest file of the last days; `undefined` if there is none. Searched once per run. */
export function newestFile(context: Context, kind: LogKind): Promise<StoredFile | undefined> {
  return context.shared(`newest ${kind}`, async () => {
    for (let back = 0; back < DAYS_BACK; back += 1) {
      const day = new Date(context.now.getTime() - back * 86_400_000);
      const found = await newestOf(context, kind, day);
      if (found) return found;
    }
    return undefined;
  });
}

async function newestOf(context: Context, kind: LogKind, day: Date): Promise<StoredFile | undefined> {
  const { trail } = context.environment;
  const source = sourceOf(context, kind);
  const name = kind === "CloudTrail" ? namePrefix(source) : digestNamePrefix(source, trail.name, trail.region);
  const prefix = `${dayFolder(trail.logs, source, day)}${name}`;
  const files = await list(context, prefix);
  // The names end with a time, so the last one is the newest.
  const last = files.filter(({ Key = "" }) => Key.endsWith(".json.gz")).at(-1);
  return last && { key: last.Key!, modified: last.LastModified };
}

async function list({ aws, environment }: Context, prefix: string): Promise<_Object[]> {
  const { logBucket } = environment;
  const files: _Object[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await aws(logBucket).objects({
      Bucket: logBucket.name,
      Prefix: prefix,
      ...(token !== undefined && { ContinuationToken: token }),
    });
    files.push(...(answer.Contents ?? []));
    token = answer.NextContinuationToken;
    if (token === undefined) break;
  }
  return files;
}

/**
 * The records of a log file. Throws an `AwsFailure` if AWS does not return it, an `UnreadableLogFile` if CloudTrail did
 * not write it in this form.
 */
export async function readRecords(context: Context, key: string): Promise<readonly RawRecord[]> {
  return recordsIn(await unpacked(context, key));
}

/** The content of a digest. Throws like `readRecords`. */
export async function readDigest(context: Context, key: string): Promise<Readonly<Record<string, unknown>>> {
  return parseLogFile(await unpacked(context, key));
}

/** SHA-256 of a log file's content in hexadecimal, as in a digest. Throws like `readRecords`. */
export async function hashOf(context: Context, key: string): Promise<string> {
  return createHash("sha256")
    .update(await unpacked(context, key))
    .digest("hex");
}

async function unpacked({ aws, environment }: Context, key: string): Promise<Buffer> {
  const { logBucket } = environment;
  return unpackLogFile(await aws(logBucket).object(logBucket.name, key, LOG_FILE_LIMIT.packed));
}

/** A label for objects of the delivery simulator, which it marks in their metadata. */
export function simulatedBy(metadata: Readonly<Record<string, string>> | undefined): string {
  return metadata?.["simulated-by"] === undefined ? "" : ", simulated";
}

export function isMissing(error: unknown): boolean {
  return error instanceof AwsFailure && error.kind === "missing";
}

export function isDenied(error: unknown): boolean {
  return error instanceof AwsFailure && error.kind === "denied";
}
