import { viaS3 } from "../../modules/key/s3-statements";
import type { Bucket, Environment } from "../model/environment";
import { lockDemand, type Call, type Caller } from "../policy/evaluate";
import {
  keyOf,
  logFolder,
  logKey,
  OLD_TLS,
  onBucket,
  onKey,
  onObject,
  PLAIN,
  s3Context,
  TLS,
  trailContext,
  trailKey,
} from "./calls";
import type { AccessCase, MakeAccessCase, Step } from "./access-case";

/** Reading and deleting objects: in the log bucket a log file, in other buckets any object. */
export function objectCases(environment: Environment, bucket: Bucket, accessCase: MakeAccessCase): AccessCase[] {
  const isLog = bucket === environment.logBucket;
  const key = isLog ? logKey(environment, logFolder(environment)) : "folder/object";
  const read =
    (context: Record<string, string>, action = "s3:GetObject") =>
    (caller: Caller) => [
      onObject(bucket, caller, action, key, context),
      ...decryptFor(environment, bucket, caller, isLog),
    ];
  const call = (id: string, title: string, action: string, context: Record<string, string> = TLS): AccessCase =>
    accessCase(id, title, (caller) => [onObject(bucket, caller, action, key, context)]);
  return [
    accessCase("read", "read an object", read(TLS)),
    accessCase("read-version", "read an old version", read(TLS, "s3:GetObjectVersion")),
    accessCase("read-torrent", "read an object's torrent", read(TLS, "s3:GetObjectTorrent")),
    accessCase("read-to-replicate", "read a version to replicate it", read(TLS, "s3:GetObjectVersionForReplication")),
    accessCase("read-plain", "read an object over plain HTTP", read(PLAIN)),
    accessCase("read-old-tls", "read an object over TLS 1.1", read(OLD_TLS)),
    call("delete", "delete an object", "s3:DeleteObject"),
    call("delete-plain", "delete an object over plain HTTP", "s3:DeleteObject", PLAIN),
    accessCase("delete-version", "delete a version", (caller) => deleteVersion(environment, bucket, caller, key)),
    // A delete marker hides an object, wherever it was created.
    call("replicate-deletion", "delete an object by replication", "s3:ReplicateDelete"),
    accessCase("bypass-lock", "find and bypass a governance lock", (caller) => [
      onObject(bucket, caller, "s3:GetObjectRetention", key, TLS),
      onObject(bucket, caller, "s3:BypassGovernanceRetention", key, TLS),
    ]),
    ...(isLog ? besideTheLogs(bucket, accessCase) : []),
    ...(bucket === environment.resultsBucket ? uploadCases(bucket, accessCase) : []),
    ...(bucket === environment.replicaBucket ? copyCases(environment, bucket, accessCase) : []),
  ];
}

/** Copies have the keys of the log files, and are encrypted for the bucket that holds them. */
function copyCases(environment: Environment, bucket: Bucket, accessCase: MakeAccessCase): AccessCase[] {
  const key = logKey(environment, logFolder(environment));
  const read = (id: string, title: string, action: string) =>
    accessCase(id, title, (caller) => [
      onObject(bucket, caller, action, key, TLS),
      ...decryptFor(environment, bucket, caller, false),
    ]);
  return [
    read("read-copy", "read the copy of a log file", "s3:GetObject"),
    read("read-copy-version", "read an old version of the copy", "s3:GetObjectVersion"),
    read("read-copy-torrent", "read the torrent of the copy", "s3:GetObjectTorrent"),
  ];
}

/** Athena uploads large results in parts. */
function uploadCases(bucket: Bucket, accessCase: MakeAccessCase): AccessCase[] {
  return [
    accessCase("uploads", "list and abort uploads in parts", (caller) => [
      onBucket(bucket, caller, "s3:ListBucketMultipartUploads", TLS),
      onObject(bucket, caller, "s3:ListMultipartUploadParts", "folder/object", TLS),
      onObject(bucket, caller, "s3:AbortMultipartUpload", "folder/object", TLS),
    ]),
  ];
}

function besideTheLogs(bucket: Bucket, accessCase: MakeAccessCase): AccessCase[] {
  const call = (id: string, title: string, action: string): AccessCase =>
    accessCase(id, title, (caller) => [onObject(bucket, caller, action, "folder/object", TLS)]);
  return [
    // If the bucket's key does not encrypt an object, only S3's policies decide.
    call("read-unencrypted", "read an unencrypted object outside the logs", "s3:GetObject"),
    call(
      "read-unencrypted-to-replicate",
      "read an unencrypted object outside the logs to replicate it",
      "s3:GetObjectVersionForReplication",
    ),
    call("delete-beside", "delete an object outside the logs", "s3:DeleteObject"),
  ];
}

function deleteVersion(environment: Environment, bucket: Bucket, caller: Caller, key: string): Step[] {
  const attempt = onObject(bucket, caller, "s3:DeleteObjectVersion", key, TLS);
  const { objectLock } = bucket;
  const demand = lockDemand(attempt, objectLock ? { lock: objectLock } : {});
  if (demand === "nothing") return [attempt];
  if (demand !== "impossible") return [attempt, onObject(bucket, caller, demand, key, TLS)];
  return [attempt, { source: environment.name, sid: `Object Lock, ${objectLock?.days} days` }];
}

function decryptFor(environment: Environment, bucket: Bucket, caller: Caller, isLog: boolean): Call[] {
  const { trail } = environment;
  const key = isLog ? trailKey(environment) : keyOf(environment, bucket);
  if (!key) return [];
  const context = { ...(isLog && trailContext(trail.arn)), ...s3Context(bucket.arn) };
  return [onKey(key, caller, "kms:Decrypt", { ...context, "kms:ViaService": viaS3(bucket.region) })];
}
