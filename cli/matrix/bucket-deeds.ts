import { viaS3 } from "../../modules/key/statements";
import { arnsIn } from "../../modules/policy";
import { stateKeyAlias } from "../../stacks/names";
import type { Bucket, Configuration } from "../configuration/model";
import type { Caller } from "../evaluator/caller";
import type { Call } from "../evaluator/evaluate";
import {
  anotherKey,
  keyHeaders,
  keyOf,
  logFolder,
  logKey,
  OLD_TLS,
  onBucket,
  onKey,
  onObject,
  OWNER_ACL,
  PLAIN,
  s3Context,
  TLS,
  trailContext,
} from "./calls";
import type { Deed, Step } from "./deed";
import { deliveryDeeds } from "./delivery-deeds";
import { listingDeeds } from "./listing-deeds";

const CUSTOMER_KEY = { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" };

/** Deeds on every bucket that the configuration holds; delivery and the finer listings on the log bucket. */
export function bucketDeeds(configuration: Configuration): Deed[] {
  const { logBucket, accessLogBucket, replicaBucket, stateBucket } = configuration;
  const others: [string, Bucket | undefined][] = [
    ["access-log bucket", accessLogBucket],
    ["replica bucket", replicaBucket],
    ["state bucket", stateBucket],
  ];
  return [
    ...deliveryDeeds(configuration),
    ...listingDeeds(configuration),
    ...commonDeeds(configuration, "log bucket", logBucket),
    ...others.flatMap(([target, bucket]) => (bucket ? commonDeeds(configuration, target, bucket) : [])),
  ];
}

function commonDeeds(configuration: Configuration, target: string, bucket: Bucket): Deed[] {
  const deed = (id: string, title: string, steps: Deed["steps"]): Deed => ({
    id: `${target.replaceAll(" ", "-")}-${id}`,
    target,
    title,
    steps,
  });
  const call = (id: string, title: string, action: string, context: Record<string, string> = TLS): Deed =>
    deed(id, title, (caller) => [onBucket(bucket, caller, action, context)]);
  return [
    ...objectDeeds(configuration, bucket, deed),
    call("list-plain", "list over plain HTTP", "s3:ListBucket", PLAIN),
    call("list-old-tls", "list over TLS 1.1", "s3:ListBucket", OLD_TLS),
    call("list-versions", "list versions", "s3:ListBucketVersions", { ...TLS, "s3:prefix": folderOf(configuration) }),
    call("locate", "ask for the Region", "s3:GetBucketLocation"),
    call("policy", "change the bucket policy", "s3:PutBucketPolicy"),
    call("public-access", "change the public access block", "s3:PutBucketPublicAccessBlock"),
    call("versioning", "suspend versioning", "s3:PutBucketVersioning"),
    call("lifecycle", "change the lifecycle", "s3:PutLifecycleConfiguration"),
  ];
}

type MakeDeed = (id: string, title: string, steps: Deed["steps"]) => Deed;

function objectDeeds(configuration: Configuration, bucket: Bucket, deed: MakeDeed): Deed[] {
  const isLog = bucket === configuration.logBucket;
  const key = isLog ? logKey(configuration, logFolder(configuration)) : "folder/object";
  const read =
    (context: Record<string, string>, action = "s3:GetObject") =>
    (caller: Caller) => [
      onObject(bucket, caller, action, key, context),
      ...decryptFor(configuration, bucket, caller, isLog),
    ];
  const put = (caller: Caller, context: Record<string, string>) =>
    onObject(bucket, caller, "s3:PutObject", "folder/object", { ...TLS, ...OWNER_ACL, ...context });
  return [
    deed("list", "list", (caller) => [
      onBucket(bucket, caller, "s3:ListBucket", { ...TLS, "s3:prefix": folderOf(configuration) }),
    ]),
    deed("read", "read an object", read(TLS)),
    deed("read-version", "read an old version", read(TLS, "s3:GetObjectVersion")),
    deed("read-plain", "read an object over plain HTTP", read(PLAIN)),
    deed("read-old-tls", "read an object over TLS 1.1", read(OLD_TLS)),
    ...(isLog
      ? [
          // What the bucket's key does not encrypt, S3 alone decides.
          deed("read-unencrypted", "read an unencrypted object beside the logs", (caller) => [
            onObject(bucket, caller, "s3:GetObject", "folder/object", TLS),
          ]),
        ]
      : []),
    deed("write", "write an object", (caller) => [
      put(caller, keyHeaders(bucket.keyArn)),
      ...encryptFor(configuration, bucket, caller),
    ]),
    deed("write-no-key", "write an object that names no key", (caller) => [
      put(caller, {}),
      ...encryptFor(configuration, bucket, caller),
    ]),
    ...(bucket === configuration.stateBucket
      ? [
          deed("write-alias", "write an object that names the key by its alias", (caller) => [
            put(caller, keyHeaders(arnsIn(bucket).alias(stateKeyAlias(configuration.name)))),
            ...encryptFor(configuration, bucket, caller),
          ]),
        ]
      : []),
    ...(bucket === configuration.accessLogBucket
      ? [
          deed("write-no-acl", "write an object with an ACL of one's own", (caller) => [
            put(caller, { ...keyHeaders(bucket.keyArn), "s3:x-amz-acl": "private" }),
          ]),
          deed("change-acl", "change an object's ACL", (caller) => [
            onObject(bucket, caller, "s3:PutObjectAcl", "folder/object", { ...TLS, ...OWNER_ACL }),
          ]),
        ]
      : []),
    deed("write-wrong-key", "write an object that names another key", (caller) => [
      put(caller, keyHeaders(anotherKey(bucket))),
    ]),
    deed("write-customer-key", "write an object under a key of one's own (SSE-C)", (caller) => [
      put(caller, CUSTOMER_KEY),
    ]),
    ...(isLog
      ? [
          deed("forge", "write a file among the logs, under SSE-S3", (caller) => [
            onObject(bucket, caller, "s3:PutObject", key, { ...TLS, "s3:x-amz-server-side-encryption": "AES256" }),
          ]),
        ]
      : []),
    deed("delete", "delete an object", (caller) => [onObject(bucket, caller, "s3:DeleteObject", key, TLS)]),
    deed("delete-version", "delete a version", (caller) => deleteVersion(configuration, bucket, caller, key)),
    deed("bypass-lock", "find and bypass a governance lock", (caller) => [
      onObject(bucket, caller, "s3:GetObjectRetention", key, TLS),
      onObject(bucket, caller, "s3:BypassGovernanceRetention", key, TLS),
    ]),
  ];
}

function folderOf(configuration: Configuration): string {
  const key = logKey(configuration, logFolder(configuration));
  return key.slice(0, key.lastIndexOf("/") + 1);
}

function deleteVersion(configuration: Configuration, bucket: Bucket, caller: Caller, key: string): Step[] {
  const attempt = onObject(bucket, caller, "s3:DeleteObjectVersion", key, TLS);
  switch (bucket.objectLock?.mode) {
    case undefined:
      return [attempt];
    case "GOVERNANCE":
      return [attempt, onObject(bucket, caller, "s3:BypassGovernanceRetention", key, TLS)];
    case "COMPLIANCE":
      return [attempt, { source: configuration.name, sid: `Object Lock, ${bucket.objectLock.days} days` }];
  }
}

/** What S3 asks of KMS, in the caller's name, for a new object under the bucket's key. */
function encryptFor(configuration: Configuration, bucket: Bucket, caller: Caller): Call[] {
  const key = keyOf(configuration, bucket);
  if (!key) return [];
  const context = { ...s3Context(bucket.arn), "kms:ViaService": viaS3(bucket.region) };
  return [onKey(key, caller, "kms:GenerateDataKey", context)];
}

function decryptFor(configuration: Configuration, bucket: Bucket, caller: Caller, isLog: boolean): Call[] {
  const { trail } = configuration;
  const key = keyOf(configuration, bucket);
  if (!key || (isLog && trail.keyArn === undefined)) return [];
  const context = { ...(isLog && trailContext(trail.arn)), ...s3Context(bucket.arn) };
  return [onKey(key, caller, "kms:Decrypt", { ...context, "kms:ViaService": viaS3(bucket.region) })];
}
