import type { AlertRule } from "../rule";

/**
 * CloudTrail's names, which differ from those of the API.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const service = "s3.amazonaws.com";

export const BUCKET_RULES = [
  {
    id: "bucket-deleted",
    title: "Bucket deleted",
    severity: "critical",
    service,
    events: ["DeleteBucket"],
    scope: "bucket",
    why: "The bucket is gone, and anyone can take its name.",
    firstStep: "Deploy the stack of the bucket at once, before somebody else takes the name.",
  },
  {
    id: "bucket-policy",
    title: "Bucket policy changed",
    severity: "critical",
    service,
    events: ["PutBucketPolicy", "DeleteBucketPolicy", "PutBucketAcl"],
    scope: "bucket",
    why: "Others may read, delete or forge logs, or CloudTrail may no longer deliver.",
    firstStep:
      "Run `audit-trail verify`, which shows the difference; deploy the stack of the bucket to restore the policy.",
    byDeployment: true,
  },
  {
    id: "bucket-public",
    title: "Public access to a bucket changed",
    severity: "critical",
    service,
    events: [
      "PutBucketPublicAccessBlock",
      "DeleteBucketPublicAccessBlock",
      "PutBucketOwnershipControls",
      "DeleteBucketOwnershipControls",
    ],
    scope: "bucket",
    why: "The bucket may become public.",
    firstStep: "Run `audit-trail verify`, which shows whether the bucket is public; deploy its stack to close it.",
    byDeployment: true,
  },
  {
    id: "bucket-keeps-less",
    title: "Retention of a bucket changed",
    severity: "critical",
    service,
    events: [
      "PutBucketLifecycle",
      "DeleteBucketLifecycle",
      "PutBucketVersioning",
      // The documentation does not say which of the two it is.
      "PutObjectLockConfiguration",
      "PutBucketObjectLockConfiguration",
    ],
    scope: "bucket",
    why: "Logs may expire early or be overwritten: a lifecycle of one day is a deletion.",
    firstStep:
      "Run `audit-trail verify`, and deploy the stack of the bucket before the new lifecycle runs, at midnight UTC.",
    byDeployment: true,
  },
  {
    id: "bucket-encryption",
    title: "Encryption of a bucket changed",
    severity: "high",
    service,
    events: ["PutBucketEncryption", "DeleteBucketEncryption"],
    scope: "bucket",
    why: "Later objects may be encrypted under a key that others can use.",
    firstStep: "Run `audit-trail verify`, and deploy the stack of the bucket to restore its key.",
    byDeployment: true,
  },
  {
    id: "bucket-observers",
    title: "Bucket's notifications or copy changed",
    severity: "high",
    service,
    events: ["PutBucketLogging", "PutBucketNotification", "PutBucketReplication", "DeleteBucketReplication"],
    scope: "bucket",
    why: "Access logs, notifications or the copy may stop, which blinds those who depend on them.",
    firstStep: "Run `audit-trail verify`, and deploy the stack of the bucket to restore them.",
    byDeployment: true,
  },
  {
    id: "account-public",
    title: "Account's public access block changed",
    severity: "high",
    service,
    events: ["PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock"],
    scope: "account",
    why: "Buckets of the account may become public.",
    firstStep: "Switch it on again: `aws s3control put-public-access-block`, or deploy the stack of the archive.",
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
