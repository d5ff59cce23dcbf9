import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { parseLogFile, unpackLogFile } from "../../cli/logs/log-file";
import { regionFolder, type LogKind } from "../../modules/log-keys";
import { local } from "../local/local-environment";
import { Mismatch } from "./checks";
import { ACCOUNT, REGION, type TestContext } from "./test-context";

const BUCKET = local.logs.bucketName;

export interface LogFile {
  readonly key: string;
  readonly modified: Date;
}

/** Log files or digests of the trail's Region, ordered by name, of which verify takes the last one. */
export async function filesOf({ s3 }: TestContext, kind: LogKind): Promise<LogFile[]> {
  const Prefix = regionFolder({}, { account: ACCOUNT, kind, region: REGION });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
  return Contents.map(({ Key, LastModified }) => ({ key: Key!, modified: LastModified! }));
}

export async function newestLog(context: TestContext): Promise<LogFile> {
  const newest = (await filesOf(context, "CloudTrail")).at(-1);
  if (newest === undefined) throw new Mismatch("there is no log file");
  return newest;
}

/** The last log file in the newest digest. */
export async function digestedLog(context: TestContext): Promise<string> {
  const digest = (await filesOf(context, "CloudTrail-Digest")).at(-1);
  if (digest === undefined) throw new Mismatch("there is no digest");
  const { Body } = await context.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: digest.key }));
  const { logFiles } = parseLogFile(unpackLogFile(await Body!.transformToByteArray())) as {
    logFiles: { s3Object: string }[];
  };
  const named = logFiles.at(-1);
  if (named === undefined) throw new Mismatch("the newest digest names no log file");
  return named.s3Object;
}

/** Puts delete markers on files. Returns a function that removes the markers. */
export async function hide(context: TestContext, keys: readonly string[]): Promise<() => Promise<void>> {
  const markers: { Key: string; VersionId: string }[] = [];
  await withoutPolicy(context, async ({ s3 }) => {
    for (const Key of keys) {
      const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
      markers.push({ Key, VersionId: VersionId! });
    }
  });
  return () => removeVersions(context, markers);
}

/** Writes a file again without the key. Returns a function that removes that version. */
export async function encryptOtherwise(context: TestContext, { key }: LogFile): Promise<() => Promise<void>> {
  const { VersionId } = await context.s3.send(
    new CopyObjectCommand({
      Bucket: BUCKET,
      Key: key,
      CopySource: `${BUCKET}/${key}`,
      ServerSideEncryption: "AES256",
    }),
  );
  return () => removeVersions(context, [{ Key: key, VersionId: VersionId! }]);
}

function removeVersions(context: TestContext, versions: readonly { Key: string; VersionId: string }[]): Promise<void> {
  return withoutPolicy(context, async ({ s3 }) => {
    for (const version of versions) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, ...version }));
  });
}

/** Removes the bucket's policy, which denies every deletion of log files, while the function runs. */
async function withoutPolicy(context: TestContext, work: (context: TestContext) => Promise<void>): Promise<void> {
  const { Policy } = await context.s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }));
  await context.s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
  try {
    await work(context);
  } finally {
    await context.s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
  }
}
