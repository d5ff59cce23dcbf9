import { viaS3 } from "../../modules/key/statements";
import type { Configuration, Key } from "../configuration/model";
import type { Caller } from "../evaluator/caller";
import type { Call } from "../evaluator/evaluate";
import type { Deed } from "./deed";

/** The log key, as people and CloudTrail use or misuse it. None where the trail's bucket has no key. */
export function keyDeeds(configuration: Configuration): Deed[] {
  const { trail, logBucket, keys } = configuration;
  const key = keys.find(({ arn }) => arn === (trail.keyArn ?? logBucket.keyArn));
  if (!key) return [];
  const cloudTrailContext = encryptionContext(trail.arn);
  const throughS3 = { "kms:ViaService": viaS3(key.region) };
  const deed = (id: string, title: string, action: string, context: Record<string, string> = {}): Deed => ({
    id: `key-${id}`,
    target: "key",
    title,
    steps: (caller) => [keyCall(key, caller, action, context)],
  });
  return [
    deed("describe", "describe the key", "kms:DescribeKey"),
    deed("encrypt-log", "make a data key in the trail's context", "kms:GenerateDataKey", cloudTrailContext),
    deed(
      "encrypt-foreign",
      "make a data key in a foreign trail's context",
      "kms:GenerateDataKey",
      encryptionContext(foreign(trail.arn)),
    ),
    deed("encrypt", "encrypt directly", "kms:Encrypt"),
    deed("decrypt", "decrypt a log directly", "kms:Decrypt", cloudTrailContext),
    deed("decrypt-log-via-s3", "decrypt a log through S3", "kms:Decrypt", { ...cloudTrailContext, ...throughS3 }),
    deed("decrypt-other-via-s3", "decrypt another object through S3", "kms:Decrypt", {
      ...throughS3,
      "kms:EncryptionContext:aws:s3:arn": logBucket.arn,
    }),
    deed("decrypt-via-other-region", "decrypt a log through S3 of another Region", "kms:Decrypt", {
      ...cloudTrailContext,
      "kms:ViaService": viaS3(key.region === "us-west-2" ? "us-west-1" : "us-west-2"),
    }),
    deed("grant", "create a grant", "kms:CreateGrant", {
      "kms:GranteePrincipal": `arn:aws:iam::${key.account}:role/anyone`,
      "kms:GrantOperations": "Decrypt",
    }),
    deed("policy", "change the key policy", "kms:PutKeyPolicy"),
    deed("stop-rotation", "stop rotation", "kms:DisableKeyRotation"),
    deed("disable", "disable the key", "kms:DisableKey"),
    deed("delete", "schedule key deletion", "kms:ScheduleKeyDeletion"),
  ];
}

export function keyCall(key: Key, caller: Caller, action: string, context: Record<string, string>): Call {
  return { caller, action, resource: key.arn, account: key.account, context, resourcePolicy: key.policy };
}

export function encryptionContext(trailArn: string): Record<string, string> {
  return { "kms:EncryptionContext:aws:cloudtrail:arn": trailArn };
}

function foreign(trailArn: string): string {
  return trailArn.replace(/:\d{12}:/, ":000000000000:");
}
