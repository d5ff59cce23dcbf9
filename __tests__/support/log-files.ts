import { gzipSync } from "node:zlib";
import { PutBucketPolicyCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { dev } from "../fixtures/environments/dev";

export const LOG_BUCKET = dev.logs.bucketName;

const ACCOUNT = dev.accounts.archive.id;

/** Key of a log file or digest as CloudTrail names it. */
export function fileKey(kind: "CloudTrail" | "CloudTrail-Digest", at: Date, suffix = "example"): string {
  const [day, time] = at.toISOString().split("T") as [string, string];
  const stamp = `${day.replaceAll("-", "")}T${time.slice(0, 5).replace(":", "")}Z`;
  const name = kind === "CloudTrail" ? `${stamp}_${suffix}` : `${dev.trail.name}_${dev.region}_${stamp}`;
  const folder = `AWSLogs/${ACCOUNT}/${kind}/${dev.region}/${day.replaceAll("-", "/")}`;
  return `${folder}/${ACCOUNT}_${kind}_${dev.region}_${name}.json.gz`;
}

export interface PutFile {
  readonly key: string;
  /** @default one record */
  readonly content?: unknown;
  /** ARN; without one, SSE-S3. */
  readonly keyArn?: string | undefined;
  readonly metadata?: Record<string, string>;
}

/** Writes a file as the trail would. */
export async function putFile(client: S3Client, file: PutFile): Promise<void> {
  const { key, content = { Records: [{ eventName: "PutObject" }] }, keyArn, metadata } = file;
  await client.send(
    new PutObjectCommand({
      Bucket: LOG_BUCKET,
      Key: key,
      Body: content instanceof Uint8Array ? content : gzipSync(JSON.stringify(content)),
      Metadata: metadata,
      ...(keyArn === undefined
        ? { ServerSideEncryption: "AES256" }
        : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }),
    }),
  );
}

/** moto takes each conditional Deny of object calls for one that holds: a policy without them lets the calls through. */
export async function relaxBucketPolicy(client: S3Client): Promise<void> {
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "LetIn",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${LOG_BUCKET}`, `arn:aws:s3:::${LOG_BUCKET}/*`],
      },
    ],
  });
  await client.send(new PutBucketPolicyCommand({ Bucket: LOG_BUCKET, Policy }));
}
