import type { AlertRule } from "../rule";

/**
 * CloudTrail's names, which differ from those of the API.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const service = "s3.amazonaws.com";

export const BUCKET_RULES = [
  {
    id: "bucket-deleted",
    severity: "critical",
    service,
    events: ["DeleteBucket"],
    scope: "bucket",
    why: "The bucket is gone, and anyone can take its name.",
  },
  {
    id: "bucket-policy",
    severity: "critical",
    service,
    events: ["PutBucketPolicy", "DeleteBucketPolicy", "PutBucketAcl"],
    scope: "bucket",
    why: "Others may read, delete or forge logs, or CloudTrail may no longer deliver.",
    byDeployment: true,
  },
  {
    id: "bucket-public",
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
    byDeployment: true,
  },
  {
    id: "bucket-keeps-less",
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
    byDeployment: true,
  },
  {
    id: "bucket-encryption",
    severity: "high",
    service,
    events: ["PutBucketEncryption", "DeleteBucketEncryption"],
    scope: "bucket",
    why: "Later objects may be encrypted under a key that others can use.",
    byDeployment: true,
  },
  {
    id: "bucket-observers",
    severity: "high",
    service,
    events: ["PutBucketLogging", "PutBucketNotification", "PutBucketReplication", "DeleteBucketReplication"],
    scope: "bucket",
    why: "Access logs, notifications or the copy may stop, which blinds those who depend on them.",
    byDeployment: true,
  },
  {
    id: "account-public",
    severity: "high",
    service,
    events: ["PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock"],
    scope: "account",
    why: "Buckets of the account may become public.",
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
