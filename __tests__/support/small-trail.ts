import { ACCOUNT, policyOf, type SmallChange } from "./small-plan";

/** A trail with its key and bucket in plain Terraform, as nobody but its owner would write it. */
export const TRAIL_ARN = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/plain`;
export const KEY_ARN = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/0f0e0d0c-1111-4222-a333-0123456789ab`;
const KEY_ID = KEY_ARN.split("/")[1];
const BUCKET = "plain-logs";
const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };
const FOR_TRAIL = { "aws:SourceArn": TRAIL_ARN };

export const ROOT = {
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
};
export const ENCRYPT = {
  Sid: "Encrypt",
  Effect: "Allow",
  Principal: CLOUDTRAIL,
  Action: "kms:GenerateDataKey*",
  Resource: "*",
  Condition: { StringEquals: FOR_TRAIL },
};
export const KEY_POLICY = policyOf(ROOT, ENCRYPT);

const DENY_PLAIN = {
  Sid: "DenyPlain",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
export const BUCKET_STATEMENTS = [
  {
    Sid: "Check",
    Effect: "Allow",
    Principal: CLOUDTRAIL,
    Action: "s3:GetBucketAcl",
    Resource: `arn:aws:s3:::${BUCKET}`,
    Condition: { StringEquals: FOR_TRAIL },
  },
  {
    Sid: "Write",
    Effect: "Allow",
    Principal: CLOUDTRAIL,
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/${ACCOUNT}/*`,
    Condition: { StringEquals: { ...FOR_TRAIL, "s3:x-amz-acl": "bucket-owner-full-control" } },
  },
];
export const BUCKET_POLICY = policyOf(DENY_PLAIN, ...BUCKET_STATEMENTS);

const TRAIL = {
  name: "plain",
  enable_logging: true,
  enable_log_file_validation: true,
  is_multi_region_trail: true,
  include_global_service_events: true,
};
const KEY = { enable_key_rotation: true, is_enabled: true };
const FLAGS = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

type Values = Record<string, unknown>;
type Parts = Partial<Record<"trail" | "key" | "bucket" | "bucketPolicy", Values>>;

const stays = (type: string, values: Values): SmallChange => ({
  type,
  actions: ["no-op"],
  before: values,
  after: values,
});

/** All of it deployed, and left as it is; `parts` are put into what each part says. */
export function deployed({ trail, key, bucket, bucketPolicy }: Parts = {}): SmallChange[] {
  return [
    stays("aws_cloudtrail", { ...TRAIL, arn: TRAIL_ARN, s3_bucket_name: BUCKET, kms_key_id: KEY_ARN, ...trail }),
    stays("aws_kms_key", { ...KEY, arn: KEY_ARN, key_id: KEY_ID, policy: KEY_POLICY, ...key }),
    stays("aws_s3_bucket", { bucket: BUCKET, force_destroy: false, ...bucket }),
    stays("aws_s3_bucket_policy", { bucket: BUCKET, policy: BUCKET_POLICY, ...bucketPolicy }),
    stays("aws_s3_bucket_public_access_block", { bucket: BUCKET, ...FLAGS }),
    stays("aws_s3_bucket_versioning", { bucket: BUCKET, versioning_configuration: [{ status: "Enabled" }] }),
    stays("aws_s3_bucket_ownership_controls", {
      bucket: BUCKET,
      rule: [{ object_ownership: "BucketOwnerEnforced" }],
    }),
  ];
}

const references = (address: string, attribute: string) => ({ references: [`${address}.${attribute}`, address] });

/** All of it planned for the first time, with the references that HCL has. */
export function planned({ trail, key, bucket, bucketPolicy }: Parts = {}): SmallChange[] {
  const one = (type: string, after: Values, more: Partial<SmallChange> = {}): SmallChange => ({
    type,
    actions: ["create"],
    after,
    ...more,
  });
  const ofBucket = {
    unknown: { bucket: true },
    expressions: { bucket: references("aws_s3_bucket.one", "id") },
  };
  return [
    one(
      "aws_cloudtrail",
      { ...TRAIL, s3_bucket_name: BUCKET, ...trail },
      {
        unknown: { kms_key_id: true, arn: true },
        expressions: { kms_key_id: references("aws_kms_key.one", "arn") },
      },
    ),
    one("aws_kms_key", { ...KEY, policy: KEY_POLICY, ...key }, { unknown: { arn: true, key_id: true } }),
    one("aws_s3_bucket", { bucket: BUCKET, force_destroy: false, ...bucket }, { unknown: { id: true } }),
    one("aws_s3_bucket_policy", { bucket: BUCKET, policy: BUCKET_POLICY, ...bucketPolicy }),
    one("aws_s3_bucket_public_access_block", FLAGS, ofBucket),
    one("aws_s3_bucket_versioning", { versioning_configuration: [{ status: "Enabled" }] }, ofBucket),
    one("aws_s3_bucket_ownership_controls", { rule: [{ object_ownership: "BucketOwnerEnforced" }] }, ofBucket),
  ];
}

/** The changes with one of them replaced or put in place of the one of its type. */
export function withChange(changes: readonly SmallChange[], change: SmallChange): SmallChange[] {
  return [...changes.filter(({ type, name }) => type !== change.type || name !== change.name), change];
}
