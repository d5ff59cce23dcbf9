import { viaS3 } from "../../modules/key/s3-statements";
import { arnsIn } from "../../modules/policy";
import type { Bucket, Environment } from "../model/environment";
import { ofType } from "../model/resources";
import type { Call, Caller } from "../policy/evaluate";
import {
  anotherKey,
  keyHeaders,
  keyOf,
  logFolder,
  logKey,
  OLD_TLS,
  onKey,
  onObject,
  OTHER_ACL,
  OWNER_ACL,
  PLAIN,
  s3Context,
  SSE_S3,
  TLS,
  withAcl,
} from "./calls";
import type { AccessCase, MakeAccessCase } from "./access-case";

const CUSTOMER_KEY = { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" };

type Context = Readonly<Record<string, string>>;

/** Writing into a bucket: with the right key, a wrong one and none, with ACLs, and into the log folder. */
export function writingCases(environment: Environment, bucket: Bucket, accessCase: MakeAccessCase): AccessCase[] {
  const rightKey = keyHeaders(bucket.keyArn);
  const put = (caller: Caller, context: Context) =>
    withAcl(environment, bucket, onObject(bucket, caller, "s3:PutObject", "folder/object", { ...TLS, ...context }));
  const write = (id: string, title: string, context: Context) =>
    accessCase(id, title, (caller) => [...put(caller, context), ...encryptFor(environment, bucket, caller)]);
  /** Requires no use of the bucket's key. */
  const writeOtherwise = (id: string, title: string, context: Context) =>
    accessCase(id, title, (caller) => put(caller, { ...OWNER_ACL, ...context }));
  const [alias] = ofType(environment, "aws_kms_alias")
    .filter(({ values }) => bucket.keyArn?.endsWith(`:key/${String(values["target_key_id"])}`))
    .map(({ values }) => arnsIn(bucket).alias(String(values["name"]).replace(/^alias\//, "")));
  return [
    write("write", "write an object", { ...OWNER_ACL, ...rightKey }),
    write("write-no-key", "write an object that names no key", OWNER_ACL),
    ...(bucket === environment.stateBucket && alias !== undefined
      ? [
          write("write-alias", "write an object that names the key by its alias", {
            ...OWNER_ACL,
            ...keyHeaders(alias),
          }),
        ]
      : []),
    writeOtherwise("write-sse-s3", "write an object with SSE-S3", SSE_S3),
    writeOtherwise("write-wrong-key", "write an object that names another key", keyHeaders(anotherKey(bucket))),
    writeOtherwise("write-customer-key", "write an object with a customer-provided key (SSE-C)", CUSTOMER_KEY),
    writeOtherwise("write-plain", "write an object over plain HTTP", { ...rightKey, ...PLAIN }),
    writeOtherwise("write-old-tls", "write an object over TLS 1.1", { ...rightKey, ...OLD_TLS }),
    write("write-own-acl", "write an object with a custom ACL", { ...OTHER_ACL, ...rightKey }),
    accessCase("change-own-acl", "set a custom ACL on an object", (caller) =>
      withAcl(
        environment,
        bucket,
        onObject(bucket, caller, "s3:PutObjectAcl", "folder/object", { ...TLS, ...OTHER_ACL }),
      ),
    ),
    ...(bucket === environment.accessLogBucket || environment.findingBuckets.includes(bucket)
      ? [
          accessCase("forge-copy", "replicate an object into the bucket", (caller) => [
            onObject(bucket, caller, "s3:ReplicateObject", "folder/object", TLS),
          ]),
        ]
      : []),
    ...(bucket === environment.accessLogBucket
      ? [
          write("write-no-acl", "write an object without an ACL", rightKey),
          accessCase("change-acl", "set the ACL bucket-owner-full-control on an object", (caller) => [
            onObject(bucket, caller, "s3:PutObjectAcl", "folder/object", { ...TLS, ...OWNER_ACL }),
          ]),
        ]
      : []),
    ...forgingCases(environment, bucket, accessCase),
  ];
}

/** Writes that could pass for a log file: SSE-S3 does not involve a key policy, and replication has its own action. */
function forgingCases(environment: Environment, bucket: Bucket, accessCase: MakeAccessCase): AccessCase[] {
  if (bucket !== environment.logBucket && bucket !== environment.replicaBucket) return [];
  const key = logKey(environment, logFolder(environment));
  return [
    accessCase("forge", "write a file into the log folder with SSE-S3", (caller) => [
      onObject(bucket, caller, "s3:PutObject", key, { ...TLS, ...SSE_S3 }),
    ]),
    ...(bucket === environment.logBucket
      ? [
          accessCase("forge-copy", "replicate a file into the log folder", (caller) => [
            onObject(bucket, caller, "s3:ReplicateObject", key, TLS),
          ]),
        ]
      : []),
  ];
}

/** The KMS call that S3 makes for the caller, for a new object with the bucket's key. */
function encryptFor(environment: Environment, bucket: Bucket, caller: Caller): Call[] {
  const key = keyOf(environment, bucket);
  if (!key) return [];
  const context = { ...s3Context(bucket.arn), "kms:ViaService": viaS3(bucket.region) };
  return [onKey(key, caller, "kms:GenerateDataKey", context)];
}
