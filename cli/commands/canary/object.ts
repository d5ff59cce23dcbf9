import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { limited, readBounded } from "./calls";
import { evidence, type Context, type Outcome } from "./context";

/** What the object holds. Nothing in it is worth protecting. */
export function contentOf(objectKey: string): Buffer {
  return Buffer.from(`audit-trail canary ${objectKey}\n`);
}

const READ_LIMIT = 64 * 1024;

/** Step 1: the object, encrypted with the key. Not ended by Ctrl-C, which could not tell whether it is there. */
export async function putObject({ target, connect, objectKey, calledAt, clock }: Context): Promise<Outcome> {
  const now = clock();
  calledAt.set("put", now);
  // S3 asks KMS while it takes the object.
  calledAt.set("dataKey", now);
  const answer = await connect.caller.s3.send(
    new PutObjectCommand({
      Bucket: target.bucket,
      Key: objectKey,
      Body: contentOf(objectKey),
      ContentType: "text/plain",
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: connect.keyArn,
    }),
    limited(),
  );
  const key = answer.SSEKMSKeyId;
  if (answer.ServerSideEncryption !== "aws:kms" || key !== connect.keyArn) {
    return {
      state: "fail",
      text: `S3 encrypted it with ${answer.ServerSideEncryption ?? "nothing"} ${key ?? ""}`.trim(),
    };
  }
  return {
    state: "pass",
    text: `${contentOf(objectKey).length} bytes, SSE-KMS`,
    evidence: [evidence("pass", `s3://${target.bucket}/${objectKey}`), evidence("pass", `key ${key}`)],
  };
}

/** Step 2: read with a signature, it is the same, and S3 names the key. */
export async function readObject({ target, connect, objectKey, calledAt, clock, signal }: Context): Promise<Outcome> {
  const { s3 } = connect.caller;
  const object = { Bucket: target.bucket, Key: objectKey };
  calledAt.set("read", clock());
  const answer = await s3.send(new GetObjectCommand(object), limited(signal));
  const body = await readBounded(answer.Body as AsyncIterable<Uint8Array>, READ_LIMIT, limited(signal).abortSignal);
  const head = await s3.send(new HeadObjectCommand(object), limited(signal));
  const same = body !== undefined && contentOf(objectKey).equals(body);
  const rightKey = head.SSEKMSKeyId === connect.keyArn;
  return {
    state: same && rightKey ? "pass" : "fail",
    text: same ? `the same ${body.length} bytes` : "not what was put there",
    evidence: [
      evidence(rightKey ? "pass" : "fail", `HeadObject names the key ${head.SSEKMSKeyId ?? "of nobody"}`),
      ...(head.ObjectLockRetainUntilDate
        ? [evidence("warn", lockText(head.ObjectLockMode, head.ObjectLockRetainUntilDate))]
        : []),
    ],
  };
}

export function lockText(mode: string | undefined, until: Date): string {
  return `Object Lock (${mode ?? "unknown mode"}) keeps it until ${until.toISOString()}`;
}
