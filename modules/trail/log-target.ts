import { TerraformStack, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { BucketBase } from "../bucket";
import type { KeyBase } from "../key";
import { parseArn } from "../policy";
import type { Problem } from "../validation";

/**
 * A bucket that takes logs: a construct of this app, whose policy then lets the trail deliver, or one that is known by
 * name. The policy of the latter is its owner's: it must allow the delivery as AWS documents it, and the key must be in
 * the bucket's Region; neither can be seen from here.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export type LogTarget = BucketBase | NamedBucket;

export interface NamedBucket {
  readonly bucketName: string;
  /** What must exist before the trail: the resource that carries the bucket policy. @default none */
  readonly policyResource?: ITerraformDependable;
}

/**
 * A key that encrypts logs: a construct of this app, whose policy then allows what the trail needs, or one that is known
 * by its ARN. The policy of the latter is its owner's: it must allow CloudTrail, and CloudWatch Logs and the topic where
 * these use the key.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export type LogKey = KeyBase | NamedKey;

export interface NamedKey {
  readonly arn: string;
  /** What must exist before anything uses the key: the resource that carries its policy. @default none */
  readonly policyResource?: ITerraformDependable;
}

/** Whether the bucket is a construct, whichever copy of this package made it. */
export function isBucket(bucket: LogTarget): bucket is BucketBase {
  return "allowTrailDelivery" in bucket;
}

export function isKey(key: LogKey): key is KeyBase {
  return "allowTrail" in key;
}

/**
 * What must exist before anything in this scope's stack uses these. For what another stack makes, the stacks are
 * deployed in that order instead: Terraform's `depends_on` ends at the stack.
 */
export function policiesOf(scope: Construct, ...targets: readonly (LogTarget | LogKey | undefined)[]) {
  const stack = TerraformStack.of(scope);
  return targets.flatMap((target): ITerraformDependable[] => {
    const resource = target?.policyResource;
    if (resource === undefined) return [];
    const other = Construct.isConstruct(resource) ? TerraformStack.of(resource) : stack;
    if (other === stack) return [resource];
    stack.addDependency(other);
    return [];
  });
}

/** A key outside the Region of what it must encrypt. Nothing is known of a token without construct. */
export function keyRegionProblem(option: string, key: LogKey, region: string, what: string): Problem {
  const found = isKey(key) ? key.location.region : parseArn(key.arn)?.region;
  const name = isKey(key) ? key.node.path : key.arn;
  return (
    found !== undefined &&
    found !== region &&
    `${option} must be in Region ${region} of ${what}, got ${name} in ${found}`
  );
}
