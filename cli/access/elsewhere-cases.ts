import { viaS3 } from "../../modules/key/s3-statements";
import { iamDecides } from "../../modules/key/statements";
import { arnsIn } from "../../modules/policy";
import type { Bucket, Environment } from "../model/environment";
import { logFolder, logKey, onBucket, onKey, onObject, s3Context, TLS, trailContext } from "./calls";
import type { AccessCase } from "./access-case";

/** What roles for the logs could do with other buckets and keys of their account, where only IAM decides. */
export function elsewhereCases(environment: Environment): AccessCase[] {
  const { logBucket, replicaBucket } = environment;
  const copiesAreApart = replicaBucket !== undefined && replicaBucket.account !== logBucket.account;
  return [
    ...bucketCases(environment, "another bucket", logBucket),
    ...(copiesAreApart ? bucketCases(environment, "another bucket of the replica account", replicaBucket) : []),
    ...keyCases(environment),
  ];
}

function bucketCases(environment: Environment, target: string, beside: Bucket): AccessCase[] {
  const bucket: Bucket = {
    ...beside,
    name: "another-bucket",
    arn: arnsIn(beside).bucket("another-bucket"),
    policy: undefined,
  };
  const folder = logFolder(environment);
  const key = logKey(environment, folder);
  const accessCase = (id: string, title: string, steps: AccessCase["steps"]): AccessCase => ({
    id: `${target.replaceAll(" ", "-")}-${id}`,
    target,
    title,
    steps,
  });
  const list = (id: string, title: string, context: Record<string, string>) =>
    accessCase(id, title, (caller) => [onBucket(bucket, caller, "s3:ListBucket", { ...TLS, ...context })]);
  const object = (id: string, title: string, action: string) =>
    accessCase(id, title, (caller) => [onObject(bucket, caller, action, key, TLS)]);
  return [
    list("list", "list a folder", { "s3:prefix": key.slice(0, key.lastIndexOf("/") + 1) }),
    list("list-level", "list one level of a folder", { "s3:prefix": folder, "s3:delimiter": "/" }),
    accessCase("locate", "get the bucket's Region", (caller) => [
      onBucket(bucket, caller, "s3:GetBucketLocation", TLS),
    ]),
    object("read", "read an object", "s3:GetObject"),
    object("copy-out", "read an object for replication", "s3:GetObjectVersionForReplication"),
    object("copy-in", "write a replica", "s3:ReplicateObject"),
    object("delete-version", "delete a version", "s3:DeleteObjectVersion"),
  ];
}

function keyCases({ trail, logBucket, replicaBucket }: Environment): AccessCase[] {
  // Only keys of the roles' own account: a key of another account would have to name the caller.
  const accessCase = (
    id: string,
    title: string,
    action: string,
    { region, arn }: Bucket,
    { account } = logBucket,
  ): AccessCase => ({
    id: `another-key-${id}`,
    target: "another key",
    title,
    steps: (caller) => [
      onKey(
        {
          arn: arnsIn({ account, region }).key("another-key"),
          account,
          region,
          created: false,
          grants: [],
          policy: { source: "another key", statements: [iamDecides({ account, region })] },
        },
        caller,
        action,
        { ...trailContext(trail.arn), ...s3Context(arn), "kms:ViaService": viaS3(region) },
      ),
    ],
  });
  return [
    accessCase("decrypt", "decrypt through S3", "kms:Decrypt", logBucket),
    accessCase("encrypt", "generate a data key through S3", "kms:GenerateDataKey", replicaBucket ?? logBucket),
    ...(replicaBucket
      ? [accessCase("decrypt-copy", "decrypt a copy through S3", "kms:Decrypt", replicaBucket, replicaBucket)]
      : []),
  ];
}
