import type { ITerraformDependable } from "cdktf";
import { parseArn } from "../policy";
import type { Problem } from "../validation";
import type { KeyBase } from "./key-base";

/**
 * A key that encrypts logs: a construct of this app, whose policy then allows what is needed, or one that is known by its
 * ARN. The policy of the latter is its owner's: it must allow CloudTrail, and CloudWatch Logs, the topic, readers and
 * replication where these use the key. None of that can be seen from here.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export type LogKey = KeyBase | NamedKey;

export interface NamedKey {
  readonly arn: string;
  /** What must exist before anything uses the key: the resource that carries its policy. @default none */
  readonly policyResource?: ITerraformDependable;
}

/** The construct, whichever copy of this package made it; `undefined` for a key that is known by its ARN. */
export function keyConstruct(key: LogKey | undefined): KeyBase | undefined {
  return key !== undefined && "allowTrail" in key ? key : undefined;
}

/** The construct's path, or the ARN. */
export function nameOfKey(key: LogKey): string {
  return keyConstruct(key)?.node.path ?? key.arn;
}

/** A key outside the Region of what it must encrypt. Nothing is known of a token without construct. */
export function keyRegionProblem(option: string, key: LogKey, region: string, what: string): Problem {
  const found = keyConstruct(key)?.location.region ?? parseArn(key.arn)?.region;
  return (
    found !== undefined &&
    found !== region &&
    `${option} must be in Region ${region} of ${what}, got ${nameOfKey(key)} in ${found}`
  );
}
