import { accountFolder } from "../../modules/log-keys";
import type { Bucket, Environment, Key } from "../model/environment";
import { refusesAcl, type Call, type Caller } from "../policy/evaluate";
import type { Step } from "./access-case";

/** An account that no environment uses. It represents every foreign account. */
export const FOREIGN_ACCOUNT = "000000000000";

/** Represents every other organization. */
export const FOREIGN_ORGANIZATION = "o-0000000000";

/** A request over TLS, over old TLS, and over plain HTTP. */
export const TLS = { "s3:TlsVersion": "1.3" };
export const OLD_TLS = { "s3:TlsVersion": "1.1" };
export const PLAIN = { "aws:SecureTransport": "false" };

export const OWNER_ACL = { "s3:x-amz-acl": "bucket-owner-full-control" };
export const OTHER_ACL = { "s3:x-amz-acl": "private" };

/** Requests encryption without a KMS key. */
export const SSE_S3 = { "s3:x-amz-server-side-encryption": "AES256" };

type Context = Readonly<Record<string, string>>;

/** A call on a bucket itself. */
export function onBucket(bucket: Bucket, caller: Caller, action: string, context: Context): Call {
  const { arn: resource, account, policy: resourcePolicy, blocksPublicAccess } = bucket;
  return { caller, action, resource, account, context, resourcePolicy, blocksPublicAccess };
}

/** A call on an object. */
export function onObject(bucket: Bucket, caller: Caller, action: string, key: string, context: Context): Call {
  return { ...onBucket(bucket, caller, action, context), resource: `${bucket.arn}/${key}` };
}

/** A call that may set an ACL: with ACLs switched off, S3 refuses it with AccessControlListNotSupported. */
export function withAcl({ name }: Environment, { ownerEnforced }: Bucket, call: Call): Step[] {
  return refusesAcl(call, { ownerEnforced }) ? [call, { source: name, sid: "ACLs disabled" }] : [call];
}

export function onKey(key: Key, caller: Caller, action: string, context: Context): Call {
  const { arn: resource, account, policy: resourcePolicy, grants } = key;
  return { caller, action, resource, account, context: { ...algorithmOf(action), ...context }, resourcePolicy, grants };
}

/**
 * S3 and CloudTrail take no keys but symmetric ones.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-algorithm
 */
function algorithmOf(action: string): Context {
  return /crypt|DataKey/.test(action) ? { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } : {};
}

/** The bucket's default key. */
export function keyOf({ keys }: Environment, bucket: Bucket): Key | undefined {
  return keys.find(({ arn }) => arn === bucket.keyArn);
}

/** The key that encrypts CloudTrail's log files, whatever the bucket's default key is. */
export function trailKey({ keys, trail }: Environment): Key | undefined {
  return keys.find(({ arn }) => arn === trail.keyArn);
}

/** The encryption context of a trail's log files. */
export function trailContext(trailArn: string): Record<string, string> {
  return { "kms:EncryptionContext:aws:cloudtrail:arn": trailArn };
}

/** The encryption context of S3: the bucket with a Bucket Key, otherwise the object. */
export function s3Context(arn: string): Record<string, string> {
  return { "kms:EncryptionContext:aws:s3:arn": arn };
}

/** Headers that name a key for the object. */
export function keyHeaders(keyArn: string | undefined): Record<string, string> {
  if (keyArn === undefined) return {};
  return {
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn,
  };
}

/** A key that no bucket here uses. */
export function anotherKey({ account, region }: Bucket): string {
  return `arn:aws:kms:${region}:${account}:key/another`;
}

/** Folder of the account's files, with a slash at the end. */
export function logFolder({ trail }: Environment): string {
  return accountFolder(trail.logs, trail.account);
}

/** Folder of a log file, with a slash at the end. */
export function folderOf(environment: Environment): string {
  const key = logKey(environment, logFolder(environment));
  return key.slice(0, key.lastIndexOf("/") + 1);
}

/** Key of a log file in an account's folder. */
export function logKey({ trail }: Environment, folder: string): string {
  return `${folder}CloudTrail/${trail.region}/2026/log.json.gz`;
}
