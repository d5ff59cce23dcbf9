import { viaS3 } from "../../modules/key/s3-statements";
import type { Bucket, Environment } from "../model/environment";
import type { Call, Caller } from "../policy/evaluate";
import { keyOf, logFolder, logKey, onBucket, onKey, onObject, s3Context, TLS } from "./calls";
import type { AccessCase } from "./access-case";

const READ = [
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
  "s3:GetObjectRetention",
  "s3:GetObjectLegalHold",
];

const WRITE = ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"];

/** How copies get into the replica bucket. */
export function replicationCases(environment: Environment): AccessCase[] {
  const { logBucket, replicaBucket } = environment;
  if (!replicaBucket) return [];
  const key = logKey(environment, logFolder(environment));
  const each = (actions: readonly string[], bucket: Bucket, caller: Caller) =>
    actions.map((action) => onObject(bucket, caller, action, key, TLS));
  return [
    {
      id: "replication-copy",
      target: "replication",
      title: "copy a log file from the log bucket to the replica bucket",
      steps: (caller) => [
        ...["s3:GetReplicationConfiguration", "s3:ListBucket"].map((action) =>
          onBucket(logBucket, caller, action, TLS),
        ),
        ...each(READ, logBucket, caller),
        ...use(environment, logBucket, caller, ["kms:Decrypt"]),
        ...each(WRITE, replicaBucket, caller),
        ...use(environment, replicaBucket, caller, ["kms:Encrypt", "kms:GenerateDataKey"]),
      ],
    },
    {
      id: "replication-write",
      target: "replication",
      title: "write a copy into the replica bucket",
      steps: (caller) => each(["s3:ReplicateObject"], replicaBucket, caller),
    },
    {
      id: "replication-write-beside",
      target: "replication",
      title: "write a copy outside the logs of the replica bucket",
      steps: (caller) => [onObject(replicaBucket, caller, "s3:ReplicateObject", "folder/object", TLS)],
    },
    {
      id: "replication-tag",
      target: "replication",
      title: "tag a copy in the replica bucket",
      steps: (caller) => each(["s3:ReplicateTags"], replicaBucket, caller),
    },
    {
      // AWS requires it in the bucket policy, not in the role's policy: it is not part of copying.
      id: "replication-read-versioning",
      target: "replication",
      title: "get the replica bucket's versioning",
      steps: (caller) => [onBucket(replicaBucket, caller, "s3:GetBucketVersioning", TLS)],
    },
  ];
}

/** Use of the bucket's key through S3, with the encryption context of the Bucket Key. */
function use(environment: Environment, bucket: Bucket, caller: Caller, actions: readonly string[]): Call[] {
  const key = keyOf(environment, bucket);
  const context = { ...s3Context(bucket.arn), "kms:ViaService": viaS3(bucket.region) };
  return key ? actions.map((action) => onKey(key, caller, action, context)) : [];
}
