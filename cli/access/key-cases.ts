import { viaS3 } from "../../modules/key/s3-statements";
import type { Bucket, Environment, Key, Trail } from "../model/environment";
import { idFor } from "../model/ids";
import { isFeedTopic } from "../model/messages";
import { FOREIGN_ACCOUNT, keyOf, onKey, s3Context, trailContext } from "./calls";
import type { AccessCase } from "./access-case";
import { findingsTarget } from "./findings-target";

/**
 * The administrative actions on a key, except those with rows of their own. This list is deliberately independent of
 * the list that the key policy is built from (modules/key): it is the oracle that the policy is tested against.
 */
export const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:ReplicateKey",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
];

type Context = Readonly<Record<string, string>>;

/** The keys, as callers and CloudTrail use or misuse them. Empty if no bucket has a key. */
export function keyCases(environment: Environment): AccessCase[] {
  const { trail, logBucket, replicaBucket, stateBucket, findingBuckets, resultsBucket } = environment;
  const logKey = environment.keys.find(({ arn }) => arn === (trail.keyArn ?? logBucket.keyArn));
  const others: [string, Bucket | undefined][] = [
    ["replica key", replicaBucket],
    ["state key", stateBucket],
    ...findingBuckets.map((bucket): [string, Bucket] => [findingsTarget(bucket, "key"), bucket]),
    ["results key", resultsBucket],
  ];
  return [
    ...(logKey ? logKeyCases(environment, logKey) : []),
    ...others.flatMap(([target, bucket]) => {
      const key = bucket && keyOf(environment, bucket);
      if (!bucket || !key) return [];
      return [
        ...(bucket === stateBucket ? [] : readerCases(target, key, bucket, contentOf(bucket, environment))),
        ...(bucket === resultsBucket ? writerCases(target, key, bucket) : []),
        ...commonCases(environment, target, key, bucket, logBucket.arn),
      ];
    }),
  ];
}

function contentOf(bucket: Bucket, { replicaBucket, resultsBucket }: Environment): string {
  if (bucket === replicaBucket) return "a copy";
  return bucket === resultsBucket ? "a result" : "a finding";
}

/** What those who query must not do: results pass through S3. */
function writerCases(target: string, key: Key, { arn }: Bucket): AccessCase[] {
  const id = "encrypt-directly";
  return [caseOn(target, key)(id, "generate a data key directly", ["kms:GenerateDataKey"], s3Context(arn))];
}

/** What readers of copies, findings and results must not do. */
function readerCases(target: string, key: Key, { arn }: Bucket, what: string): AccessCase[] {
  const decrypt = (id: string, title: string, context: Context) =>
    caseOn(target, key)(id, title, ["kms:Decrypt"], { ...s3Context(arn), ...context });
  return [
    decrypt("decrypt", `decrypt ${what} directly`, {}),
    decrypt("decrypt-via-other-region", `decrypt ${what} through S3 in another Region`, elsewhereS3(key)),
  ];
}

function logKeyCases(environment: Environment, key: Key): AccessCase[] {
  const { trail, logBucket } = environment;
  const { logGroupArn } = trail;
  const topicArn = topicUnder(key, trail);
  const accessCase = caseOn("key", key);
  const ownContext = trailContext(trail.arn);
  const log = { ...ownContext, ...s3Context(logBucket.arn) };
  const decrypt = (id: string, title: string, context: Context) => accessCase(id, title, ["kms:Decrypt"], context);
  const encrypt = (id: string, title: string, context: Context) =>
    accessCase(id, title, ["kms:GenerateDataKey"], context);
  const elsewhere = (what: string, id: string, name: string, arn: string | undefined) =>
    arn === undefined
      ? []
      : [
          encrypt(`other-${id}`, `encrypt for another ${what}`, { [contextKey(name)]: `${arn}-other` }),
          encrypt(`foreign-${id}`, `encrypt for a foreign ${what}`, { [contextKey(name)]: foreign(arn) }),
        ];
  return [
    encrypt("encrypt-log", "generate a data key in the trail's context", ownContext),
    encrypt("encrypt-foreign", "generate a data key in a foreign trail's context", trailContext(foreign(trail.arn))),
    decrypt("decrypt", "decrypt a log directly", log),
    decrypt("decrypt-log-via-s3", "decrypt a log through S3", { ...log, ...throughS3(key) }),
    decrypt("decrypt-via-other-region", "decrypt a log through S3 in another Region", { ...log, ...elsewhereS3(key) }),
    ...(logGroupArn === undefined
      ? []
      : [
          accessCase(
            "log-group",
            "encrypt and decrypt for the log group",
            ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey"],
            { [contextKey("logs:arn")]: logGroupArn },
          ),
        ]),
    ...elsewhere("log group", "log-group", "logs:arn", logGroupArn),
    ...(topicArn !== undefined
      ? [
          accessCase("topic", "encrypt and decrypt for the topic", ["kms:GenerateDataKey", "kms:Decrypt"], {
            [contextKey("sns:topicArn")]: topicArn,
          }),
        ]
      : []),
    ...elsewhere("topic", "topic", "sns:topicArn", topicArn),
    ...feedTopicCases(environment, key),
    ...commonCases(environment, "key", key, logBucket, `${logBucket.arn}-other`),
  ];
}

/** The topic that announces log files. An existing one may have an existing key, and cannot have one that is created. */
function topicUnder(key: Key, { topic, topicArn }: Trail): string | undefined {
  return key.created ? topic?.arn : topicArn;
}

/** Topics on which the log bucket announces files, and which the key encrypts. */
function feedTopicCases(environment: Environment, key: Key): AccessCase[] {
  const accessCase = caseOn("key", key);
  const feeds = environment.channels.filter((one) => one.keyArn === key.arn && isFeedTopic(one, environment));
  const forTopic = (id: string, title: string, arn: string) =>
    ["kms:GenerateDataKey", "kms:Decrypt"].map((action) => {
      const verb = action === "kms:Decrypt" ? "decrypt" : "encrypt";
      return accessCase(`${verb}-${id}`, `${verb} ${title}`, [action], { [contextKey("sns:topicArn")]: arn });
    });
  return feeds.flatMap(({ arn, name }) => [
    ...forTopic(`announcement-${idFor(name)}`, "announcements of log files", arn),
    ...forTopic(`other-announcement-${idFor(name)}`, "announcements on another topic", `${arn}-other`),
    ...forTopic(`foreign-announcement-${idFor(name)}`, "announcements on a foreign topic", foreign(arn)),
  ]);
}

/** The rows for the key of any bucket, in the bucket's encryption context and in that of a foreign bucket. */
function commonCases(
  { trail }: Environment,
  target: string,
  key: Key,
  bucket: Bucket,
  foreignBucket: string,
): AccessCase[] {
  const accessCase = caseOn(target, key);
  const topicArn = topicUnder(key, trail);
  const { logGroupArn } = trail;
  // The caller chooses the context, and may claim everything that a statement requires.
  const everyContext = {
    ...trailContext(trail.arn),
    ...s3Context(bucket.arn),
    ...throughS3(key),
    ...(logGroupArn !== undefined && { [contextKey("logs:arn")]: logGroupArn }),
    ...(topicArn !== undefined && { [contextKey("sns:topicArn")]: topicArn }),
  };
  const viaS3In = (arn: string) => ({ ...throughS3(key), ...s3Context(arn) });
  return [
    accessCase("describe", "describe the key", ["kms:DescribeKey"]),
    accessCase("encrypt", "encrypt directly", ["kms:Encrypt"], {
      ...trailContext(trail.arn),
      ...s3Context(bucket.arn),
    }),
    accessCase("encrypt-via-s3", "generate a data key through S3", ["kms:GenerateDataKey"], {
      ...trailContext(trail.arn),
      ...viaS3In(bucket.arn),
    }),
    accessCase(
      "encrypt-via-other-region",
      "generate a data key through S3 in another Region",
      ["kms:GenerateDataKey"],
      {
        ...s3Context(bucket.arn),
        ...elsewhereS3(key),
      },
    ),
    accessCase("encrypt-object-via-s3", "generate a data key without Bucket Key", ["kms:GenerateDataKey"], {
      ...viaS3In(`${bucket.arn}/folder/object`),
    }),
    accessCase("encrypt-foreign-via-s3", "generate a data key for a foreign bucket", ["kms:GenerateDataKey"], {
      ...viaS3In(foreignBucket),
    }),
    accessCase("decrypt-other-via-s3", "decrypt another object through S3", ["kms:Decrypt"], viaS3In(bucket.arn)),
    accessCase("decrypt-object-via-s3", "decrypt an object without Bucket Key through S3", ["kms:Decrypt"], {
      ...viaS3In(`${bucket.arn}/folder/object`),
    }),
    accessCase(
      "decrypt-foreign-via-s3",
      "decrypt an object of a foreign bucket",
      ["kms:Decrypt"],
      viaS3In(foreignBucket),
    ),
    // S3 and CloudTrail always send a context. A condition on it must not match a request without one.
    accessCase("encrypt-no-context", "generate a data key without a context", ["kms:GenerateDataKey"], throughS3(key)),
    accessCase("decrypt-no-context", "decrypt without a context", ["kms:Decrypt"], throughS3(key)),
    accessCase("grant", "create a grant", ["kms:CreateGrant"], {
      ...everyContext,
      "kms:GranteePrincipal": `arn:aws:iam::${key.account}:role/anyone`,
      "kms:GrantOperations": "Decrypt",
    }),
    accessCase("policy", "change the key policy", ["kms:PutKeyPolicy"]),
    accessCase("administer", "administer the key in other ways", ADMINISTRATION),
    accessCase("stop-rotation", "stop rotation", ["kms:DisableKeyRotation"]),
    accessCase("disable", "disable the key", ["kms:DisableKey"]),
    accessCase("delete", "schedule key deletion", ["kms:ScheduleKeyDeletion"]),
  ];
}

function caseOn(target: string, key: Key) {
  return (id: string, title: string, actions: readonly string[], context: Context = {}): AccessCase => ({
    id: `${target.replaceAll(" ", "-")}-${id}`,
    target,
    title,
    steps: (caller) => actions.map((action) => onKey(key, caller, action, context)),
  });
}

function throughS3({ region }: Key): Context {
  return { "kms:ViaService": viaS3(region) };
}

function elsewhereS3({ region }: Key): Context {
  return { "kms:ViaService": viaS3(region === "us-west-2" ? "us-west-1" : "us-west-2") };
}

function contextKey(name: string): string {
  return `kms:EncryptionContext:aws:${name}`;
}

function foreign(arn: string): string {
  return arn.replace(/:\d{12}:/, `:${FOREIGN_ACCOUNT}:`);
}
