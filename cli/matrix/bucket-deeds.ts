import { viaS3 } from "../../modules/key/statements";
import type { Bucket, Configuration } from "../configuration/model";
import type { Caller } from "../evaluator/caller";
import type { Call } from "../evaluator/evaluate";
import type { Deed, Step } from "./deed";
import { encryptionContext, keyCall } from "./key-deeds";

/** A request over TLS, and one in the clear. */
const TLS = { "s3:TlsVersion": "1.3" };
const OLD_TLS = { "s3:TlsVersion": "1.1" };
const PLAIN = { "aws:SecureTransport": "false" };

const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const OWNER_ACL = { "s3:x-amz-acl": "bucket-owner-full-control" };

/** Deeds on every bucket that the configuration holds; delivery on the log bucket. */
export function bucketDeeds(configuration: Configuration): Deed[] {
  const { logBucket, accessLogBucket, replicaBucket, stateBucket } = configuration;
  const others: [string, Bucket | undefined][] = [
    ["access-log bucket", accessLogBucket],
    ["replica bucket", replicaBucket],
    ["state bucket", stateBucket],
  ];
  return [
    ...deliveryDeeds(configuration),
    ...commonDeeds(configuration, "log bucket", logBucket),
    ...others.flatMap(([target, bucket]) => (bucket ? commonDeeds(configuration, target, bucket) : [])),
  ];
}

function deliveryDeeds(configuration: Configuration): Deed[] {
  const { trail, logBucket, organizationId } = configuration;
  const own = trail.organizationTrail ? `${organizationId}/${trail.account}` : trail.account;
  const deliver = (id: string, title: string, folder: string, context: Record<string, string>): Deed => ({
    id: `log-bucket-${id}`,
    target: "log bucket",
    title,
    steps: (caller) => [
      ...encryptFor(configuration, logBucket, caller, true),
      object(logBucket, caller, "s3:PutObject", logKey(configuration, folder), { ...TLS, ...OWNER_ACL, ...context }),
    ],
  });
  const rightKey = header(logBucket.keyArn && trail.keyArn);
  return [
    deliver("deliver", "deliver a log file", own, rightKey),
    deliver("deliver-no-key", "deliver a log file that names no key", own, {}),
    deliver("deliver-wrong-key", "deliver a log file that names another key", own, header(anotherKey(logBucket))),
    deliver("deliver-no-acl", "deliver a log file without its ACL", own, { ...rightKey, "s3:x-amz-acl": "private" }),
    deliver("deliver-foreign", "deliver a log file of another account", "000000000000", rightKey),
    deliver("deliver-plain", "deliver a log file over plain HTTP", own, { ...rightKey, ...PLAIN }),
    {
      id: "log-bucket-acl-check",
      target: "log bucket",
      title: "check the bucket's ACL",
      steps: (caller) => [onBucket(logBucket, caller, "s3:GetBucketAcl", TLS)],
    },
  ];
}

function commonDeeds(configuration: Configuration, target: string, bucket: Bucket): Deed[] {
  const isLog = bucket === configuration.logBucket;
  const key = isLog ? logKey(configuration, logFolder(configuration)) : "folder/object";
  const deed = (id: string, title: string, steps: Deed["steps"]): Deed => ({
    id: `${target.replaceAll(" ", "-")}-${id}`,
    target,
    title,
    steps,
  });
  const call = (id: string, title: string, action: string): Deed =>
    deed(id, title, (caller) => [onBucket(bucket, caller, action, TLS)]);
  const read = (context: Record<string, string>) => (caller: Caller) => [
    object(bucket, caller, "s3:GetObject", key, context),
    ...decryptFor(configuration, bucket, caller, isLog),
  ];
  const write = (context: Record<string, string>) => (caller: Caller) => [
    ...encryptFor(configuration, bucket, caller, false),
    object(bucket, caller, "s3:PutObject", "folder/object", { ...TLS, ...OWNER_ACL, ...context }),
  ];
  return [
    deed("list", "list", (caller) => [
      onBucket(bucket, caller, "s3:ListBucket", { ...TLS, "s3:prefix": folderOf(key) }),
    ]),
    deed("read", "read an object", read(TLS)),
    deed("read-plain", "read an object over plain HTTP", read(PLAIN)),
    deed("read-old-tls", "read an object over TLS 1.1", read(OLD_TLS)),
    deed("write", "write an object", write(header(bucket.keyArn))),
    deed("write-wrong-key", "write an object that names another key", write(header(anotherKey(bucket)))),
    deed(
      "write-customer-key",
      "write an object under a key of one's own (SSE-C)",
      write({
        "s3:x-amz-server-side-encryption-customer-algorithm": "AES256",
      }),
    ),
    ...(isLog
      ? [
          deed("forge", "write a file among the logs, under SSE-S3", (caller) => [
            object(bucket, caller, "s3:PutObject", key, { ...TLS, "s3:x-amz-server-side-encryption": "AES256" }),
          ]),
        ]
      : []),
    deed("delete", "delete an object", (caller) => [object(bucket, caller, "s3:DeleteObject", key, TLS)]),
    deed("delete-version", "delete a version", (caller) => deleteVersion(configuration, bucket, caller, key)),
    call("policy", "change the bucket policy", "s3:PutBucketPolicy"),
    call("public-access", "change the public access block", "s3:PutBucketPublicAccessBlock"),
    call("versioning", "suspend versioning", "s3:PutBucketVersioning"),
    call("lifecycle", "change the lifecycle", "s3:PutLifecycleConfiguration"),
  ];
}

function deleteVersion(configuration: Configuration, bucket: Bucket, caller: Caller, key: string): Step[] {
  const attempt = object(bucket, caller, "s3:DeleteObjectVersion", key, TLS);
  switch (bucket.objectLock?.mode) {
    case undefined:
      return [attempt];
    case "GOVERNANCE":
      return [attempt, object(bucket, caller, "s3:BypassGovernanceRetention", key, TLS)];
    case "COMPLIANCE":
      return [attempt, { source: configuration.name, sid: `Object Lock, ${bucket.objectLock.days} days` }];
  }
}

/** What S3 asks of KMS, in the caller's name, for a new object under the bucket's key. */
function encryptFor({ keys, trail }: Configuration, bucket: Bucket, caller: Caller, asLog: boolean): Call[] {
  const key = keys.find(({ arn }) => arn === bucket.keyArn);
  if (!key || (asLog && trail.keyArn === undefined)) return [];
  const context = asLog
    ? encryptionContext(trail.arn)
    : { ...inBucket(bucket), "kms:ViaService": viaS3(bucket.region) };
  return [keyCall(key, caller, "kms:GenerateDataKey", context)];
}

function decryptFor({ keys, trail }: Configuration, bucket: Bucket, caller: Caller, isLog: boolean): Call[] {
  const key = keys.find(({ arn }) => arn === bucket.keyArn);
  if (!key || (isLog && trail.keyArn === undefined)) return [];
  const context = isLog ? { ...encryptionContext(trail.arn), ...inBucket(bucket) } : inBucket(bucket);
  return [keyCall(key, caller, "kms:Decrypt", { ...context, "kms:ViaService": viaS3(bucket.region) })];
}

/** With a Bucket Key, the context is the bucket, not the object. */
function inBucket(bucket: Bucket): Record<string, string> {
  return { "kms:EncryptionContext:aws:s3:arn": bucket.arn };
}

function object(bucket: Bucket, caller: Caller, action: string, key: string, context: Record<string, string>): Call {
  return { ...onBucket(bucket, caller, action, context), resource: `${bucket.arn}/${key}` };
}

function onBucket(bucket: Bucket, caller: Caller, action: string, context: Record<string, string>): Call {
  const { arn: resource, account, policy: resourcePolicy, blocksPublicAccess } = bucket;
  return { caller, action, resource, account, context, resourcePolicy, blocksPublicAccess };
}

function header(keyArn: string | undefined): Record<string, string> {
  return keyArn === undefined ? {} : { "s3:x-amz-server-side-encryption": "aws:kms", [KEY_HEADER]: keyArn };
}

function anotherKey({ account, region }: Bucket): string {
  return `arn:aws:kms:${region}:${account}:key/another`;
}

function logFolder({ trail, organizationId }: Configuration): string {
  return trail.organizationTrail ? `${organizationId}/${trail.account}` : trail.account;
}

function logKey({ trail }: Configuration, folder: string): string {
  const name = `${folder.split("/").at(-1)}_CloudTrail_${trail.region}_20260102T0305Z_a1b2c3d4e5f6g7h8.json.gz`;
  return `${trail.prefix}AWSLogs/${folder}/CloudTrail/${trail.region}/2026/01/02/${name}`;
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}
