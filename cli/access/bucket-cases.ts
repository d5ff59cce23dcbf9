import type { Bucket, Environment } from "../model/environment";
import { folderOf, OLD_TLS, onBucket, OTHER_ACL, PLAIN, TLS, withAcl } from "./calls";
import type { AccessCase, MakeAccessCase } from "./access-case";
import { findingsTarget } from "./findings-target";
import { deliveryCases } from "./delivery-cases";
import { listingCases } from "./listing-cases";
import { objectCases } from "./object-cases";
import { writingCases } from "./writing-cases";

/** Actions on every bucket of the configuration; delivery only into the log bucket, detailed listings of log files only. */
export function bucketCases(environment: Environment): AccessCase[] {
  const { logBucket, accessLogBucket, replicaBucket, stateBucket, findingBuckets, resultsBucket } = environment;
  const others: [string, Bucket | undefined][] = [
    ["access-log bucket", accessLogBucket],
    ["replica bucket", replicaBucket],
    ["state bucket", stateBucket],
    ...findingBuckets.map((bucket): [string, Bucket] => [findingsTarget(bucket), bucket]),
    ["results bucket", resultsBucket],
  ];
  return [
    ...deliveryCases(environment),
    ...listingCases(environment, "log bucket", logBucket),
    ...commonCases(environment, "log bucket", logBucket),
    ...(replicaBucket ? listingCases(environment, "replica bucket", replicaBucket) : []),
    ...others.flatMap(([target, bucket]) => (bucket ? commonCases(environment, target, bucket) : [])),
  ];
}

function commonCases(environment: Environment, target: string, bucket: Bucket): AccessCase[] {
  const accessCase: MakeAccessCase = (id, title, steps) => ({
    id: `${target.replaceAll(" ", "-")}-${id}`,
    target,
    title,
    steps,
  });
  const call = (id: string, title: string, action: string, context: Record<string, string> = TLS): AccessCase =>
    accessCase(id, title, (caller) => [onBucket(bucket, caller, action, context)]);
  return [
    accessCase("list", "list", (caller) => [
      onBucket(bucket, caller, "s3:ListBucket", { ...TLS, "s3:prefix": folderOf(environment) }),
    ]),
    ...objectCases(environment, bucket, accessCase),
    ...writingCases(environment, bucket, accessCase),
    call("list-plain", "list over plain HTTP", "s3:ListBucket", PLAIN),
    call("list-old-tls", "list over TLS 1.1", "s3:ListBucket", OLD_TLS),
    call("list-versions", "list versions", "s3:ListBucketVersions", { ...TLS, "s3:prefix": folderOf(environment) }),
    call("locate", "get the bucket's Region", "s3:GetBucketLocation"),
    call("policy", "change the bucket policy", "s3:PutBucketPolicy"),
    call("policy-plain", "change the bucket policy over plain HTTP", "s3:PutBucketPolicy", PLAIN),
    call("policy-old-tls", "change the bucket policy over TLS 1.1", "s3:PutBucketPolicy", OLD_TLS),
    call("delete-policy", "delete the bucket policy", "s3:DeleteBucketPolicy"),
    call("delete-policy-plain", "delete the bucket policy over plain HTTP", "s3:DeleteBucketPolicy", PLAIN),
    call("delete-policy-old-tls", "delete the bucket policy over TLS 1.1", "s3:DeleteBucketPolicy", OLD_TLS),
    call("public-access", "change the public access block", "s3:PutBucketPublicAccessBlock"),
    accessCase("bucket-acl", "change the bucket's ACL", (caller) =>
      withAcl(environment, bucket, onBucket(bucket, caller, "s3:PutBucketAcl", { ...TLS, ...OTHER_ACL })),
    ),
    call("versioning", "suspend versioning", "s3:PutBucketVersioning"),
    call("lifecycle", "change the lifecycle", "s3:PutLifecycleConfiguration"),
  ];
}
