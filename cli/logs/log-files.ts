import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { _Object } from "@aws-sdk/client-s3";
import { AwsFailure } from "../aws/errors";
import type { Context } from "../verification/context";
import { trailOwner } from "../verification/setup";

/** Days that are looked through for the newest file, today first. */
export const DAYS_BACK = 4;

/** A day of a busy account has thousands of files; more pages than this are not read. */
const MAX_PAGES = 20;

/** Largest file that is opened, as it lies in the bucket and inflated. CloudTrail's are far smaller. */
const LIMIT = { stored: 16 * 1024 * 1024, inflated: 64 * 1024 * 1024 };

export type Kind = "CloudTrail" | "CloudTrail-Digest";

export interface StoredFile {
  readonly key: string;
  readonly modified: Date | undefined;
}

/** Where the files of the trail's owner lie, in the trail's Region. */
export function folderOf({ setup }: Pick<Context, "setup">, kind: Kind): string {
  const { trail, organizationId } = setup.configuration;
  const organization = trail.organizationTrail ? `${organizationId}/` : "";
  return `${trail.prefix}AWSLogs/${organization}${trailOwner(setup)}/${kind}/${trail.region}/`;
}

/** The newest file of the last days; `undefined` where there is none. Looked for once a run. */
export function newestFile(context: Context, kind: Kind): Promise<StoredFile | undefined> {
  return context.shared(`newest ${kind}`, async () => {
    for (let back = 0; back < DAYS_BACK; back += 1) {
      const day = new Date(context.now.getTime() - back * 86_400_000);
      const found = await newestOf(context, kind, day);
      if (found) return found;
    }
    return undefined;
  });
}

async function newestOf(context: Context, kind: Kind, day: Date): Promise<StoredFile | undefined> {
  const { trail } = context.setup.configuration;
  const start = `${trailOwner(context.setup)}_${kind}_${trail.region}_`;
  // Every trail of an account has its own digests, which may lie in the same bucket.
  const name = kind === "CloudTrail" ? start : `${start}${trail.name}_${trail.region}_`;
  const prefix = `${folderOf(context, kind)}${day.toISOString().slice(0, 10).replaceAll("-", "/")}/${name}`;
  const files = await list(context, prefix);
  // The names end in a time, so that the last one is the newest.
  const last = files.filter(({ Key = "" }) => Key.endsWith(".json.gz")).at(-1);
  return last && { key: last.Key!, modified: last.LastModified };
}

async function list({ aws, setup }: Context, prefix: string): Promise<_Object[]> {
  const { logBucket } = setup.configuration;
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

/** Opens a log file or digest. Throws an `AwsFailure` where AWS does not give it, an `Error` where it is none. */
export async function openFile(context: Context, key: string): Promise<unknown> {
  const text = await inflated(context, key);
  try {
    return JSON.parse(text.toString("utf8")) as unknown;
  } catch {
    // What the parser says holds a piece of the file.
    throw new Error("it holds no JSON");
  }
}

/** SHA-256 of a log file's content, in hex, as a digest names it. Throws as `openFile` does. */
export async function hashOf(context: Context, key: string): Promise<string> {
  return createHash("sha256")
    .update(await inflated(context, key))
    .digest("hex");
}

async function inflated({ aws, setup }: Context, key: string): Promise<Buffer> {
  const { logBucket } = setup.configuration;
  const stored = await aws(logBucket).object(logBucket.name, key, LIMIT.stored);
  try {
    return gunzipSync(stored, { maxOutputLength: LIMIT.inflated });
  } catch (error) {
    throw new Error(`it is no gzip file: ${codeOf(error)}`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
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
