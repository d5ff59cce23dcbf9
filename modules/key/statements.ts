import {
  arnsIn,
  dnsSuffixOf,
  parseArn,
  principalSuffixOf,
  type Conditions,
  type Location,
  type Statement,
} from "../policy";
import { arnOf } from "../principal";
import type { GrantProps, ServiceAccess } from "./grant-types";

/** In a key policy, "*" is this key and nothing else. */
export const THIS_KEY = "*";

/**
 * What administrators may do. Listed one by one instead of `kms:Create*` and the like, since CreateGrant would let
 * administrators give themselves Decrypt. DisableKeyRotation is left out, so that rotation stays on.
 */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
];

/**
 * In a key policy, root means "whoever IAM in this account allows". With administrative actions only, the key can
 * always be repaired, and an IAM administrator with `*:*` still cannot decrypt.
 */
export function rootAdministers(location: Location): Statement {
  return {
    Sid: "RootAdministersKey",
    Effect: "Allow",
    Principal: { AWS: arnsIn(location).root() },
    Action: ADMINISTRATION,
    Resource: THIS_KEY,
  };
}

/** Hands the key to IAM: anyone whose identity policy says so may then decrypt. */
export function iamDecides(location: Location): Statement {
  return {
    Sid: "IamDecidesOnKey",
    Effect: "Allow",
    Principal: { AWS: arnsIn(location).root() },
    Action: "kms:*",
    Resource: THIS_KEY,
  };
}

export function administratorsAdminister(administrators: readonly string[]): Statement {
  return {
    Sid: "AdministratorsAdministerKey",
    Effect: "Allow",
    Principal: { AWS: administrators },
    Action: ADMINISTRATION,
    Resource: THIS_KEY,
  };
}

/**
 * What CloudTrail needs to encrypt the logs of these trails. aws:SourceArn ties each call to the exact trails.
 * CloudTrail chooses the Region of the trail ARN in the encryption context, hence AWS's wildcards. Decrypt is for
 * buckets with a Bucket Key, whose encryption context is the bucket.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function trailsEncrypt(trailArns: readonly string[]): Statement[] {
  const cloudtrail = { Service: "cloudtrail.amazonaws.com" };
  const exactTrails = { "aws:SourceArn": trailArns };
  return [
    {
      Sid: "CloudTrailEncryptsLogs",
      Effect: "Allow",
      Principal: cloudtrail,
      Action: "kms:GenerateDataKey*",
      Resource: THIS_KEY,
      Condition: {
        StringEquals: exactTrails,
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trailArns.map(anyTrailOfAccount) },
      },
    },
    {
      Sid: "CloudTrailDescribesKey",
      Effect: "Allow",
      Principal: cloudtrail,
      Action: "kms:DescribeKey",
      Resource: THIS_KEY,
      Condition: { StringEquals: exactTrails },
    },
    {
      Sid: "CloudTrailDecryptsBucketKey",
      Effect: "Allow",
      Principal: cloudtrail,
      Action: "kms:Decrypt",
      Resource: THIS_KEY,
      Condition: { StringEquals: exactTrails },
    },
  ];
}

function anyTrailOfAccount(trailArn: string): string {
  const trail = parseArn(trailArn);
  return `arn:${trail?.partition}:cloudtrail:*:${trail?.account}:trail/*`;
}

/**
 * CloudWatch Logs encrypts these log groups.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logGroupsEncrypt(logGroupArns: readonly string[], region: string): Statement {
  return {
    Sid: "CloudWatchLogsEncryptsLogGroups",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.${principalSuffixOf(region)}` },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: THIS_KEY,
    Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroupArns } },
  };
}

/** Principals publish to an encrypted topic: through SNS only, and with the encryption context of SNS's messages. */
export function publishersUseKey(publishers: readonly string[], topicArn: string, region: string): Statement {
  return {
    Sid: "PublishersUseKeyForTopic",
    Effect: "Allow",
    Principal: { AWS: publishers },
    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
    Resource: THIS_KEY,
    Condition: {
      StringEquals: {
        "kms:ViaService": `sns.${region}.${dnsSuffixOf(region)}`,
        "kms:EncryptionContext:aws:sns:topicArn": topicArn,
      },
    },
  };
}

/**
 * Administrators may create this one grant and no other: CreateGrant without these conditions would let them grant
 * themselves Decrypt.
 */
export function grantIsCreated(creators: readonly string[], grant: GrantProps): Statement {
  const constraint = grant.encryptionContextEquals ? "EncryptionContextEquals" : "EncryptionContextSubset";
  return {
    Sid: `CreateGrant${grant.name}`,
    Effect: "Allow",
    Principal: { AWS: creators },
    Action: "kms:CreateGrant",
    Resource: THIS_KEY,
    Condition: {
      StringEquals: { "kms:GranteePrincipal": arnOf(grant.granteePrincipal), "kms:GrantConstraintType": constraint },
      "ForAllValues:StringEquals": { "kms:GrantOperations": grant.operations },
    },
  };
}

/** A service by name, tied to the resource or account it acts for. */
export function serviceUses(access: ServiceAccess): Statement {
  const { sid, service, actions, sourceArns = [], sourceAccount, encryptionContext = {} } = access;
  const equal: [string, string][] = Object.entries(encryptionContext).map(([key, value]) => [
    `kms:EncryptionContext:${key}`,
    value,
  ]);
  if (sourceAccount !== undefined) equal.push(["aws:SourceAccount", sourceAccount]);
  const Condition: Conditions = {
    ...(sourceArns.length > 0 && { ArnLike: { "aws:SourceArn": sourceArns } }),
    ...(equal.length > 0 && { StringEquals: Object.fromEntries(equal) }),
  };
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: actions,
    Resource: THIS_KEY,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}
