import type { ITerraformDependable } from "cdktf";
import type { BucketBase } from "../bucket";
import type { KeysOf } from "../known-options";
import { isObject, shown, type Problem } from "../validation";

/**
 * A bucket that receives logs: a construct of this app, which then lets the trail deliver in its policy, or a bucket
 * given by name, whose owner must allow the delivery as AWS documents it. For a bucket given by name, the app cannot
 * check its policy, nor that the key is in its Region.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export type LogTarget = BucketBase | NamedBucket;

export interface NamedBucket {
  readonly bucketName: string;
  /** What must exist before the trail: the resource that carries the bucket policy. @default none */
  readonly policyResource?: ITerraformDependable;
}

export const NAMED_BUCKET_OPTIONS: KeysOf<NamedBucket> = { bucketName: true, policyResource: true };

/** The construct, even if another copy of this package created it; `undefined` for a bucket given by name. */
export function bucketConstruct(bucket: LogTarget): BucketBase | undefined {
  return isObject(bucket) && "allowTrailDelivery" in bucket ? bucket : undefined;
}

/** A value that is no bucket, from callers without type checking. */
export function logTargetProblem(bucket: LogTarget): Problem {
  const isNamed = isObject(bucket) && typeof bucket.bucketName === "string";
  return !isNamed && `bucket must be a bucket of this app or { bucketName } of another one, got ${shown(bucket)}`;
}
