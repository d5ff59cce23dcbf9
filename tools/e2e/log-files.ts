import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { gunzipSync } from "node:zlib";
import { local } from "../../environments/local";
import { Mismatch } from "./checks";
import { ACCOUNT, REGION, type Ground } from "./ground";

const BUCKET = local.logs.bucketName;

export interface LogFile {
  readonly key: string;
  readonly modified: Date;
}

/** Log files or digests of the trail's Region, in the order of their names, by which verify takes the last one. */
export async function filesOf({ s3 }: Ground, kind: "CloudTrail" | "CloudTrail-Digest"): Promise<LogFile[]> {
  const Prefix = `AWSLogs/${ACCOUNT}/${kind}/${REGION}/`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
  return Contents.map(({ Key, LastModified }) => ({ key: Key!, modified: LastModified! }));
}

export async function newestLog(ground: Ground): Promise<LogFile> {
  const newest = (await filesOf(ground, "CloudTrail")).at(-1);
  if (newest === undefined) throw new Mismatch("no log file is there");
  return newest;
}

/** The last log file that the newest digest names. */
export async function digestedLog(ground: Ground): Promise<string> {
  const digest = (await filesOf(ground, "CloudTrail-Digest")).at(-1);
  if (digest === undefined) throw new Mismatch("no digest is there");
  const { Body } = await ground.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: digest.key }));
  const text = gunzipSync(await Body!.transformToByteArray()).toString();
  const named = (JSON.parse(text) as { logFiles: { s3Object: string }[] }).logFiles.at(-1);
  if (named === undefined) throw new Mismatch("the newest digest names no log file");
  return named.s3Object;
}

/** Puts delete markers on files. Gives what removes the markers. */
export async function hide(ground: Ground, keys: readonly string[]): Promise<() => Promise<void>> {
  const markers: { Key: string; VersionId: string }[] = [];
  await withoutPolicy(ground, async ({ s3 }) => {
    for (const Key of keys) {
      const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
      markers.push({ Key, VersionId: VersionId! });
    }
  });
  return () => removeVersions(ground, markers);
}

/** Writes a file again without the key. Gives what removes that version. */
export async function encryptOtherwise(ground: Ground, { key }: LogFile): Promise<() => Promise<void>> {
  const { VersionId } = await ground.s3.send(
    new CopyObjectCommand({
      Bucket: BUCKET,
      Key: key,
      CopySource: `${BUCKET}/${key}`,
      ServerSideEncryption: "AES256",
    }),
  );
  return () => removeVersions(ground, [{ Key: key, VersionId: VersionId! }]);
}

function removeVersions(ground: Ground, versions: readonly { Key: string; VersionId: string }[]): Promise<void> {
  return withoutPolicy(ground, async ({ s3 }) => {
    for (const version of versions) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, ...version }));
  });
}

/** The bucket's policy lets nobody delete a log file: whoever does must have put it aside. */
async function withoutPolicy(ground: Ground, work: (ground: Ground) => Promise<void>): Promise<void> {
  const { Policy } = await ground.s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }));
  await ground.s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
  try {
    await work(ground);
  } finally {
    await ground.s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
  }
}
