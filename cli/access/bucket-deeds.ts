import type { Bucket, Configuration } from "../model/model";
import { folderOf, OLD_TLS, onBucket, OTHER_ACL, PLAIN, TLS, withAcl } from "./calls";
import type { Deed, MakeDeed } from "./deed";
import { deliveryDeeds } from "./delivery-deeds";
import { listingDeeds } from "./listing-deeds";
import { objectDeeds } from "./object-deeds";
import { writingDeeds } from "./writing-deeds";

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
  const deed: MakeDeed = (id, title, steps) => ({ id: `${target.replaceAll(" ", "-")}-${id}`, target, title, steps });
  const call = (id: string, title: string, action: string, context: Record<string, string> = TLS): Deed =>
    deed(id, title, (caller) => [onBucket(bucket, caller, action, context)]);
  return [
    deed("list", "list", (caller) => [
      onBucket(bucket, caller, "s3:ListBucket", { ...TLS, "s3:prefix": folderOf(configuration) }),
    ]),
    ...objectDeeds(configuration, bucket, deed),
    ...writingDeeds(configuration, bucket, deed),
    call("list-plain", "list over plain HTTP", "s3:ListBucket", PLAIN),
    call("list-old-tls", "list over TLS 1.1", "s3:ListBucket", OLD_TLS),
    call("list-versions", "list versions", "s3:ListBucketVersions", { ...TLS, "s3:prefix": folderOf(configuration) }),
    call("locate", "ask for the Region", "s3:GetBucketLocation"),
    call("policy", "change the bucket policy", "s3:PutBucketPolicy"),
    call("policy-plain", "change the bucket policy over plain HTTP", "s3:PutBucketPolicy", PLAIN),
    call("policy-old-tls", "change the bucket policy over TLS 1.1", "s3:PutBucketPolicy", OLD_TLS),
    call("delete-policy", "delete the bucket policy", "s3:DeleteBucketPolicy"),
    call("delete-policy-plain", "delete the bucket policy over plain HTTP", "s3:DeleteBucketPolicy", PLAIN),
    call("delete-policy-old-tls", "delete the bucket policy over TLS 1.1", "s3:DeleteBucketPolicy", OLD_TLS),
    call("public-access", "change the public access block", "s3:PutBucketPublicAccessBlock"),
    deed("bucket-acl", "change the bucket's ACL", (caller) =>
      withAcl(configuration, bucket, onBucket(bucket, caller, "s3:PutBucketAcl", { ...TLS, ...OTHER_ACL })),
    ),
    call("versioning", "suspend versioning", "s3:PutBucketVersioning"),
    call("lifecycle", "change the lifecycle", "s3:PutLifecycleConfiguration"),
  ];
}
