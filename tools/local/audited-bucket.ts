import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutPublicAccessBlockCommand,
  type BucketLocationConstraint,
  type S3Client,
} from "@aws-sdk/client-s3";
import { s3At, type Credentials } from "../emulator/clients";
import { local } from "./local-environment";

/**
 * The bucket whose objects the trail records. A team creates it for its own data, so no stack of the audit trail has
 * it.
 */
export const AUDITED_BUCKET = local.trail.events.data[0].buckets[0];

/** Encrypted with the trail's key, so that a canary can use that key. */
export function createAuditedBucket(endpoint: string, credentials: Credentials, keyArn: string): Promise<void> {
  return withS3(endpoint, credentials, (s3) => create(s3, keyArn));
}

/** Deletes the bucket with all its objects. A missing bucket is not an error. */
export function deleteAuditedBucket(endpoint: string, credentials: Credentials): Promise<void> {
  return withS3(endpoint, credentials, remove);
}

async function withS3(
  endpoint: string,
  credentials: Credentials,
  work: (s3: S3Client) => Promise<void>,
): Promise<void> {
  const s3 = s3At(endpoint, local.region, credentials);
  try {
    await work(s3);
  } finally {
    s3.destroy();
  }
}

async function create(s3: S3Client, keyArn: string): Promise<void> {
  const Bucket = AUDITED_BUCKET;
  const LocationConstraint = local.region as BucketLocationConstraint;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  const encryption = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn } as const;
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: encryption, BucketKeyEnabled: true }],
      },
    }),
  );
  const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: all }));
}

async function remove(s3: S3Client): Promise<void> {
  const Bucket = AUDITED_BUCKET;
  try {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  } catch (error) {
    if ((error as Error).name !== "NoSuchBucket") throw error;
  }
}
