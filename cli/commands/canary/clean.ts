import { DeleteObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";
import { isDenied, isMissing, isTransient, limited, describeError } from "./calls";
import { evidence, type Context, type Outcome } from "./context";
import { lockText } from "./object";

const TRIES = 3;
const PAUSE_MS = 500;

/** Step 6: removes the object, and its version where the bucket keeps versions. Ctrl-C does not end this. */
export async function removeObject(context: Context): Promise<Outcome> {
  const { target, connect, objectKey, keep } = context;
  const place = `s3://${target.bucket}/${objectKey}`;
  if (keep) return { state: "skipped", text: `kept: ${place}` };
  const { s3 } = connect.caller;
  const object = { Bucket: target.bucket, Key: objectKey };
  let head: HeadObjectCommandOutput;
  try {
    head = await retried(() => s3.send(new HeadObjectCommand(object), limited()));
  } catch (error) {
    if (isMissing(error)) return { state: "pass", text: "already gone" };
    if (!isDenied(error)) throw error;
    head = { $metadata: {} };
  }
  const { VersionId, ObjectLockMode, ObjectLockRetainUntilDate: until } = head;
  try {
    await retried(() => s3.send(new DeleteObjectCommand({ ...object, VersionId }), limited()));
    return { state: "pass", text: VersionId === undefined ? "removed" : "removed, with its version" };
  } catch (error) {
    if (VersionId === undefined || !isDenied(error)) throw error;
    const why = until
      ? lockText(ObjectLockMode, until)
      : `no permission: s3:DeleteObjectVersion (${describeError(error)})`;
    return hide(context, VersionId, why);
  }
}

/** Where the version must stay, a delete marker takes it out of sight. */
async function hide({ target, connect, objectKey }: Context, version: string, why: string): Promise<Outcome> {
  const marker = new DeleteObjectCommand({ Bucket: target.bucket, Key: objectKey });
  await retried(() => connect.caller.s3.send(marker, limited()));
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
      if (left === 0 || !isTransient(error)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
