import { evidence, type Context, type Outcome } from "./context";

/** The object's content, which is not secret. */
export function contentOf(objectKey: string): Buffer {
  return Buffer.from(`audit-trail canary ${objectKey}\n`);
}

const READ_LIMIT = 64 * 1024;

/** Step 1: uploads the object, encrypted with the key. Ctrl-C does not cancel this: the upload might be complete. */
export async function putObject({ target, connection, objectKey, calledAt, clock }: Context): Promise<Outcome> {
  const now = clock();
  calledAt.set("put", now);
  // S3 calls KMS during the upload.
  calledAt.set("dataKey", now);
  const answer = await connection.objects.put({
    Bucket: target.bucket,
    Key: objectKey,
    Body: contentOf(objectKey),
    ContentType: "text/plain",
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: connection.keyArn,
  });
  const key = answer.SSEKMSKeyId;
  if (answer.ServerSideEncryption !== "aws:kms" || key !== connection.keyArn) {
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

/** Step 2: reads the object with a signature, and checks its content and key. */
export async function readObject({
  target,
  connection,
  objectKey,
  calledAt,
  clock,
  signal,
}: Context): Promise<Outcome> {
  const object = { Bucket: target.bucket, Key: objectKey };
  calledAt.set("read", clock());
  const { bytes } = await connection.objects.get(object, READ_LIMIT, signal);
  const head = await connection.objects.head(object, signal);
  const same = bytes !== undefined && contentOf(objectKey).equals(bytes);
  const rightKey = head.SSEKMSKeyId === connection.keyArn;
  return {
    state: same && rightKey ? "pass" : "fail",
    text: same ? `the same ${bytes.length} bytes` : "not the uploaded content",
    evidence: [
      evidence(
        rightKey ? "pass" : "fail",
        head.SSEKMSKeyId === undefined ? "HeadObject names no key" : `HeadObject names the key ${head.SSEKMSKeyId}`,
      ),
      ...(head.ObjectLockRetainUntilDate
        ? [evidence("warn", lockText(head.ObjectLockMode, head.ObjectLockRetainUntilDate))]
        : []),
    ],
  };
}

export function lockText(mode: string | undefined, until: Date): string {
  return `Object Lock (${mode ?? "unknown mode"}) keeps it until ${until.toISOString()}`;
}
