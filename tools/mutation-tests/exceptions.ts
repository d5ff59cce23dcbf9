import type { Survivor } from "./trials";

/** Reviewed changes that the matrix does not have to detect, with the reason. */
export interface Exception {
  readonly sid: string;
  /** Terraform type of the source. */
  readonly type: string;
  /** Beginning of the resource's name. @default any resource of the type */
  readonly resource?: string;
  /** @default all */
  readonly environments?: readonly string[];
  /** Beginnings of the changes' titles. One that matches no undetected change is a finding. */
  readonly changes: readonly string[];
  readonly reason: string;
}

const CONTEXT = "condition StringLike kms:EncryptionContext:aws:s3:arn";
const VIA_S3 = "condition StringEquals kms:ViaService";

export const EXCEPTIONS: readonly Exception[] = [
  {
    sid: "DecryptLogsThroughS3",
    type: "aws_iam_policy",
    changes: ["statement removed", VIA_S3],
    reason: "the key policy alone already names the readers of its account and limits them to S3",
  },
  {
    sid: "DecryptSource",
    type: "aws_iam_role_policy",
    changes: ["statement removed", VIA_S3, CONTEXT],
    reason: "the key policy alone already names the replication role, with the same conditions",
  },
  {
    sid: "EncryptCopies",
    type: "aws_iam_role_policy",
    changes: ["statement removed", VIA_S3, CONTEXT, "action kms:"],
    reason: "the replica's key policy alone already names the replication role, with the same conditions",
  },
  ...[
    ["DecryptLogsThroughS3", "aws_iam_policy"],
    ["DecryptSource", "aws_iam_role_policy"],
    ["EncryptCopies", "aws_iam_role_policy"],
  ].map(([sid = "", type = ""]) => ({
    sid,
    type,
    changes: ["actions widened to kms:*"],
    reason:
      "RootAdministersKey lets IAM policies allow only the administration of the key, and no administrative call comes " +
      "through S3, which the kms:ViaService of this statement requires",
  })),
  {
    sid: "WriteCopies",
    type: "aws_iam_role_policy",
    changes: ["statement removed", "action s3:"],
    reason: "ReplicationWritesCopies in the replica's bucket policy allows the same; two accounts require both",
  },
  {
    sid: "ReplicationWritesCopies",
    type: "aws_s3_bucket_policy",
    changes: ["statement removed", "action s3:"],
    reason: "WriteCopies in the role's policy allows the same; two accounts require both",
  },
  {
    sid: "ReplicationWritesCopies",
    type: "aws_s3_bucket_policy",
    changes: ['principal widened to "*"'],
    reason: "DenyOtherReplication denies everyone except the replication role",
  },
  ...[
    ["WriteCopies", "aws_iam_role_policy", "actions widened to s3:*"],
    ["ReplicationWritesCopies", "aws_s3_bucket_policy", "actions widened to s3:*"],
    ["ReplicationReadsVersioning", "aws_s3_bucket_policy", "actions widened to s3:*"],
    ["ReplicationEncryptsReplica", "aws_kms_key", "actions widened to kms:*"],
    ["ReplicationEncryptsReplica", "aws_kms_key", VIA_S3],
    ["ReplicationEncryptsReplica", "aws_kms_key", CONTEXT],
  ].map(([sid = "", type = "", change = ""]) => ({
    sid,
    type,
    environments: ["complete"],
    changes: [change],
    reason:
      "the replica is in another account: role and resource policy must both allow, and the other one does not allow more",
  })),
  {
    sid: "ReplicationReadsVersioning",
    type: "aws_s3_bucket_policy",
    environments: ["complete"],
    changes: ["statement removed"],
    reason: "AWS documents it for the bucket policy of another account, although the role's policy does not have it",
  },
  ...["aws_kms_key", "aws_kms_key_policy"].map((type) => ({
    sid: "CloudWatchLogsEncryptsLogGroups",
    type,
    changes: ["action kms:DescribeKey left out"],
    reason: "AWS's own statement has it, but DescribeKey has no encryption context and never matches the condition",
  })),
  {
    sid: "S3AnnouncesLogFiles",
    type: "aws_kms_key",
    changes: ["actions widened to kms:*"],
    reason: "no administrative call has the encryption context that the statement requires",
  },
  {
    sid: "SubscribersSubscribeQueues",
    type: "aws_sns_topic_policy",
    changes: ["condition StringEquals sns:Protocol becomes StringEqualsIfExists"],
    reason: "every request to subscribe has a protocol",
  },
  ...[
    ["ReadersListParentFolders458a258f", "statement removed", "condition", "actions widened"],
    ["ReadersListLogs458a258f", "statement removed", "condition", "actions widened"],
    ["ReadersLocateBucket458a258f", "statement removed", "actions widened"],
    ["ReadersReadLogs458a258f", "statement removed", "action", "resource"],
  ].map(([sid = "", ...changes]) => ({
    sid,
    type: "aws_s3_bucket_policy",
    environments: ["complete"],
    changes,
    reason: "it names an existing role of the bucket's own account, whose IAM policies may allow all of S3",
  })),
  ...["aws_kms_key", "aws_kms_key_policy"].map((type) => ({
    sid: "CloudTrailPublishesToEncryptedTopic",
    type,
    changes: ["action kms:Decrypt left out"],
    reason: "CloudTrailDecryptsBucketKey allows the same trail to decrypt with any encryption context",
  })),
  {
    sid: "CloudTrailPublishesToEncryptedTopic",
    type: "aws_kms_key",
    environments: ["complete"],
    changes: ["condition StringEquals kms:EncryptionContext:aws:sns:topicArn: "],
    reason: "the topic of the trail's former name is not part of the environment",
  },
  {
    sid: "TrailTakesRole",
    type: "aws_iam_role",
    changes: [
      "condition StringEquals aws:SourceArn becomes StringLike arn:",
      "condition StringEquals aws:SourceAccount",
    ],
    reason: "aws:SourceArn and aws:SourceAccount both name the account of the one trail",
  },
  ...[
    ["AlarmsPublish", "aws_sns_topic_policy", "ArnLike"],
    ["AlarmsPublishEncrypted", "aws_kms_key", "ArnLike"],
    ["FunctionTakesRole", "aws_iam_role", "ArnEquals"],
    ["RulesTakeRole", "aws_iam_role", "ArnLike"],
    ["GuardDutyEncryptsFindings", "aws_kms_key", "ArnLike"],
    ["GuardDutyLocatesBucket", "aws_s3_bucket_policy", "StringEquals"],
    ["GuardDutyWritesFindings", "aws_s3_bucket_policy", "StringEquals"],
  ].map(([sid = "", type = "", operator = ""]) => ({
    sid,
    type,
    changes: [`condition ${operator} aws:SourceArn becomes StringLike arn:`],
    reason: "aws:SourceAccount names the account, and no account but its own is in the ARN of what a service acts for",
  })),
  ...["aws_s3_bucket_policy", "aws_sns_topic_policy", "aws_sqs_queue"].map((type) => ({
    sid: "DenyInsecureTransport",
    type,
    changes: ["condition Bool aws:SecureTransport becomes BoolIfExists"],
    reason: "every request has aws:SecureTransport",
  })),
  {
    sid: "DenyOldTls",
    type: "aws_s3_bucket_policy",
    changes: ["condition NumericLessThan s3:TlsVersion becomes NumericLessThanIfExists"],
    reason: "every request over TLS has a TLS version, and DenyInsecureTransport denies the others",
  },
  ...["DenyForgedLogs", "DenyUnnamedReaders"].map((sid) => ({
    sid,
    type: "aws_s3_bucket_policy",
    environments: ["prod", "complete"],
    changes: ["condition BoolIfExists aws:PrincipalIsAWSService becomes Bool"],
    reason:
      "it differs only for anonymous callers, which DenyOutsideOrganization denies, as all callers outside an organization",
  })),
  ...["DenyCustomerProvidedKeys", "DenyWrongEncryptionKey"].map((sid) => ({
    sid,
    type: "aws_s3_bucket_policy",
    resource: "ReplicaBucket_",
    changes: ["statement removed", "condition", "resource"],
    reason: "DenyDirectWrites denies all writes except replication, with any encryption",
  })),
  {
    sid: "DenyCustomerProvidedKeys",
    type: "aws_s3_bucket_policy",
    resource: "LogBucket_",
    environments: ["strict"],
    changes: ["statement removed", "resource"],
    reason: "an upload with SSE-C names no KMS key, and DenyMissingEncryptionKey denies uploads without one",
  },
  {
    sid: "DenyWrongEncryptionKey",
    type: "aws_s3_bucket_policy",
    resource: "LogBucket_",
    environments: ["strict"],
    changes: ["condition Null s3:x-amz-server-side-encryption-aws-kms-key-id removed"],
    reason: "without it, the statement also denies uploads that name no key, as DenyMissingEncryptionKey does",
  },
  {
    sid: "AWSCloudTrailWrite20150319",
    type: "aws_s3_bucket_policy",
    resource: "LogBucket_",
    environments: ["strict"],
    changes: ["condition StringEquals aws:SourceArn", 'principal widened to "*"'],
    reason:
      "every upload must use the key, and the key policy alone already allows CloudTrail to encrypt for one trail only",
  },
  {
    sid: "PermissionSetsTakeRole",
    type: "aws_iam_role",
    changes: ["condition ArnLike aws:PrincipalArn becomes ArnLikeIfExists", 'principal widened to "*"'],
    reason: "every user and role has an aws:PrincipalArn, and the condition names the account in it",
  },
  ...[
    ...["NamedPrincipalsTakeRole", "PermissionSetsTakeRole", "S3TakesRole", "TrailTakesRole"],
    ...["FunctionTakesRole", "RulesTakeRole"],
  ].map((sid) => ({
    sid,
    type: "aws_iam_role",
    changes: ["actions widened to sts:*"],
    reason: "it adds only session tags and a source identity, which no policy here evaluates",
  })),
];

/** Survivors without an exception, survivors with one, and unused exceptions. */
export interface Review {
  readonly survivors: readonly Survivor[];
  readonly excused: readonly { readonly survivor: Survivor; readonly exception: Exception }[];
  readonly stale: readonly { readonly exception: Exception; readonly change: string }[];
}

export function review(all: readonly Survivor[], exceptions: readonly Exception[]): Review {
  const matches = ({ sid, type, resource = "", environments }: Exception, change: string, survivor: Survivor) =>
    survivor.sid === sid &&
    survivor.source.includes(`/${type}.${resource}`) &&
    environments?.includes(survivor.environment) !== false &&
    survivor.change.startsWith(change);
  const excuse = (survivor: Survivor) =>
    exceptions.find((exception) => exception.changes.some((change) => matches(exception, change, survivor)));
  return {
    survivors: all.filter((survivor) => !excuse(survivor)),
    excused: all.flatMap((survivor) => {
      const exception = excuse(survivor);
      return exception ? [{ survivor, exception }] : [];
    }),
    stale: exceptions.flatMap((exception) =>
      exception.changes
        .filter((change) => !all.some((survivor) => matches(exception, change, survivor)))
        .map((change) => ({ exception, change })),
    ),
  };
}
