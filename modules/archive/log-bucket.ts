import type { Construct } from "constructs";
import { ExistingBucket, type AccessLogBucket } from "../bucket";
import type { ExistingBucketProps } from "../bucket/existing-bucket";
import type { Problem } from "../validation";

/** What the owner of an existing bucket sets. */
const OWNED = ["lifecycle", "objectLock", "eventBridge", "inventory", "replica"] as const;

type Options = { readonly existingBucket?: boolean } & { readonly [Option in (typeof OWNED)[number]]?: unknown };

export function existingBucketProblems(props: Options): Problem[] {
  if (props.existingBucket !== true) return [];
  return OWNED.map(
    (option) => props[option] !== undefined && `${option} must not be given with existingBucket: the owner sets it`,
  );
}

/** Takes over the policy of an existing log bucket, and lets S3 write its access logs. */
export function takeOverBucket(
  scope: Construct,
  props: ExistingBucketProps,
  accessLogBucket: AccessLogBucket,
): ExistingBucket {
  const bucket = new ExistingBucket(scope, "LogBucket", props);
  accessLogBucket.allowAccessLogsOf(bucket.arn, `${bucket.bucketName}/`);
  bucket.sendsTo(accessLogBucket);
  return bucket;
}
