import type { ITerraformDependable } from "cdktf";
import type { BucketBase } from "../bucket";
import type { KeysOf } from "../known-options";

/**
 * A bucket that takes logs: a construct of this app, whose policy then lets the trail deliver, or one that is known by
 * name. The policy of the latter is its owner's: it must allow the delivery as AWS documents it, and the key must be in
 * the bucket's Region. Neither can be seen from here.
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

/** The construct, whichever copy of this package made it; `undefined` for a bucket that is known by name. */
export function bucketConstruct(bucket: LogTarget): BucketBase | undefined {
  return "allowTrailDelivery" in bucket ? bucket : undefined;
}
