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

/** Days that are looked through for the newest file, today first. */
export const DAYS_BACK = 4;

/** A day of a busy account has thousands of files; more pages than this are not read. */
const MAX_PAGES = 20;

export interface StoredFile {
  readonly key: string;
  readonly modified: Date | undefined;
}

/** Where the files of the trail's owner are, in the trail's Region. */
export function folderOf({ environment }: Pick<Context, "environment">, kind: LogKind): string {
  return regionFolder(environment.trail.logs, sourceOf({ environment }, kind));
}

function sourceOf({ environment }: Pick<Context, "environment">, kind: LogKind): LogSource {
  return { account: trailOwner(environment), kind, region: environment.trail.region };
}

/** The newest file of the last days; `undefined` where there is none. Looked for once a run. */
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
  // The names end in a time, so that the last one is the newest.
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
 * The records of a log file. Throws an `AwsFailure` where AWS does not give it, an `UnreadableLogFile` where CloudTrail
 * did not write it like that.
 */
export async function readRecords(context: Context, key: string): Promise<readonly RawRecord[]> {
  return recordsIn(await unpacked(context, key));
}

/** What a digest says. Throws as `readRecords` does. */
export async function readDigest(context: Context, key: string): Promise<Readonly<Record<string, unknown>>> {
  return parseLogFile(await unpacked(context, key));
}

/** SHA-256 of a log file's content, in hex, as a digest names it. Throws as `readRecords` does. */
export async function hashOf(context: Context, key: string): Promise<string> {
  return createHash("sha256")
    .update(await unpacked(context, key))
    .digest("hex");
}

async function unpacked({ aws, environment }: Context, key: string): Promise<Buffer> {
  const { logBucket } = environment;
  return unpackLogFile(await aws(logBucket).object(logBucket.name, key, LOG_FILE_LIMIT.packed));
}

/** Whether the delivery simulator wrote an object: it says so in the object's metadata. */
export function simulatedBy(metadata: Readonly<Record<string, string>> | undefined): string {
  return metadata?.["simulated-by"] === undefined ? "" : ", simulated";
}

export function isMissing(error: unknown): boolean {
  return error instanceof AwsFailure && error.kind === "missing";
}

export function isDenied(error: unknown): boolean {
  return error instanceof AwsFailure && error.kind === "denied";
}
