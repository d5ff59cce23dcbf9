import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";
import { AwsFailure } from "../../aws/errors";
import { evidence, type Context, type Outcome } from "./context";
import { lockText } from "./object";

const TRIES = 3;
const PAUSE_MS = 500;

/** Step 6: removes the object, and its version if the bucket is versioned. Ctrl-C does not cancel this. */
export async function removeObject(context: Context): Promise<Outcome> {
  const { target, connection, objectKey, keep } = context;
  const { objects } = connection;
  if (keep) return { state: "skipped", text: `kept: s3://${target.bucket}/${objectKey}` };
  const object = { Bucket: target.bucket, Key: objectKey };
  let head: HeadObjectCommandOutput;
  try {
    head = await retried(() => objects.head(object));
  } catch (error) {
    const kind = error instanceof AwsFailure ? error.kind : undefined;
    if (kind === "missing") return { state: "pass", text: "already removed" };
    if (kind !== "denied") throw error;
    head = { $metadata: {} };
  }
  const { VersionId, ObjectLockMode, ObjectLockRetainUntilDate: until } = head;
  try {
    await retried(() => objects.delete({ ...object, VersionId }));
    return { state: "pass", text: VersionId === undefined ? "removed" : "removed, with its version" };
  } catch (error) {
    if (VersionId === undefined || !(error instanceof AwsFailure && error.kind === "denied")) throw error;
    const why = until ? lockText(ObjectLockMode, until) : `no permission: s3:DeleteObjectVersion (${error.message})`;
    return hide(context, VersionId, why);
  }
}

/** Hides a version that cannot be deleted with a delete marker. */
async function hide({ target, connection, objectKey }: Context, version: string, why: string): Promise<Outcome> {
  await retried(() => connection.objects.delete({ Bucket: target.bucket, Key: objectKey }));
  return {
    state: "warn",
    text: "hidden by a delete marker; its version remains",
    evidence: [evidence("warn", why), evidence("warn", `version ${version}`)],
  };
}

async function retried<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await call();
    } catch (error) {
      if (left === 0 || !(error instanceof AwsFailure && error.isTransient)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
