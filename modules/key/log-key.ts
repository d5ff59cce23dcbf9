import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { parseArn } from "../policy";
import type { KeysOf } from "../known-options";
import { invalidArn, isObject, shown, type Problem } from "../validation";
import type { KeyBase } from "./key-base";

/**
 * A key that encrypts logs: a construct of this app, which then allows what is required in its policy, or a key given
 * by its ARN, whose owner must allow CloudTrail and, where they use the key, CloudWatch Logs, the topic, readers and
 * replication. The app cannot check the policy of a key given by its ARN.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export type LogKey = KeyBase | NamedKey;

export interface NamedKey {
  readonly arn: string;
  /** What must exist before anything uses the key: the resource that carries its policy. @default none */
  readonly policyResource?: ITerraformDependable;
}

export const NAMED_KEY_OPTIONS: KeysOf<NamedKey> = { arn: true, policyResource: true };

/** The construct, even if another copy of this package created it; `undefined` for a key given by its ARN. */
export function keyConstruct(key: LogKey | undefined): KeyBase | undefined {
  return isObject(key) && "allowTrail" in key ? key : undefined;
}

/** A value that is no key, from callers without type checking. */
export function logKeyProblem(option: string, key: LogKey): Problem {
  if (keyConstruct(key) !== undefined) return undefined;
  if (!isObject(key) || typeof key.arn !== "string") {
    return `${option} must be a key of this app or { arn } of another one, got ${shown(key)}`;
  }
  return invalidArn(`${option}.arn`, key.arn, "kms", "key/");
}

/** The construct's path, or the ARN. */
export function nameOfKey(key: LogKey): string {
  return Construct.isConstruct(key) ? key.node.path : key.arn;
}

/** A key outside the Region of what it must encrypt. The Region of a token without a construct is unknown. */
export function keyRegionProblem(option: string, key: LogKey, region: string, what: string): Problem {
  const found = keyConstruct(key)?.location.region ?? parseArn(key.arn)?.region;
  return (
    found !== undefined &&
    found !== region &&
    `${option} must be in Region ${region} of ${what}, got ${nameOfKey(key)} in ${found}`
  );
}
