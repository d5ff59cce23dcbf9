import type { Survivor } from "./trials";

/** Changes that may go unnoticed, reviewed, with the reason. */
export interface Exception {
  readonly sid: string;
  /** Terraform type of the source. */
  readonly type: string;
  /** Beginning of the resource's name. @default any resource of the type */
  readonly resource?: string;
  /** @default all */
  readonly environments?: readonly string[];
  /** Beginnings of the changes. One that excuses nothing is a finding. */
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
    reason: "the key policy names the readers of its account, and limits them to S3, by itself",
  },
  {
    sid: "DecryptSource",
    type: "aws_iam_role_policy",
    changes: ["statement removed", VIA_S3, CONTEXT],
    reason: "the key policy names the replication role, with the same conditions, by itself",
  },
  {
    sid: "EncryptCopies",
    type: "aws_iam_role_policy",
    changes: ["statement removed", VIA_S3, CONTEXT, "action kms:"],
    reason: "the replica's key policy names the replication role, with the same conditions, by itself",
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
      "RootAdministersKey hands IAM the administration of the key and nothing else, and no administration comes " +
      "through S3, as the statement's own kms:ViaService demands",
  })),
  {
    sid: "WriteCopies",
    type: "aws_iam_role_policy",
    changes: ["statement removed", "action s3:"],
    reason: "ReplicationWritesCopies in the replica's bucket policy says the same; in two accounts both are needed",
  },
  {
    sid: "ReplicationWritesCopies",
    type: "aws_s3_bucket_policy",
    changes: ["statement removed", "action s3:"],
    reason: "WriteCopies in the role's policy says the same; in two accounts both are needed",
  },
  {
    sid: "ReplicationWritesCopies",
    type: "aws_s3_bucket_policy",
    changes: ['principal widened to "*"'],
    reason: "DenyOtherReplication denies everybody but the replication role",
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
    reason: "the replica lies in another account: role and resource must both allow, and the other allows no more",
  })),
  {
    sid: "ReplicationReadsVersioning",
    type: "aws_s3_bucket_policy",
    environments: ["complete"],
    changes: ["statement removed"],
    reason: "AWS documents it for the bucket policy of another account, though the role's policy does not hold it",
  },
  {
    sid: "CloudWatchLogsEncryptsLogGroups",
    type: "aws_kms_key",
    changes: ["action kms:DescribeKey left out"],
    reason: "AWS's statement has it, but DescribeKey carries no encryption context and never meets its condition",
  },
  {
    sid: "CloudTrailPublishesToEncryptedTopic",
    type: "aws_kms_key",
    changes: ["action kms:Decrypt left out"],
    reason: "CloudTrailDecryptsBucketKey lets the same trail decrypt in every context",
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
  ...["aws_s3_bucket_policy", "aws_sns_topic_policy"].map((type) => ({
    sid: "DenyInsecureTransport",
    type,
    changes: ["condition Bool aws:SecureTransport becomes BoolIfExists"],
    reason: "aws:SecureTransport is in every request: there is none without it to be denied besides",
  })),
  {
    sid: "DenyOldTls",
    type: "aws_s3_bucket_policy",
    changes: ["condition NumericLessThan s3:TlsVersion becomes NumericLessThanIfExists"],
    reason: "every request over TLS tells its version, and DenyInsecureTransport denies the others",
  },
  ...["DenyForgedLogs", "DenyUnnamedReaders"].map((sid) => ({
    sid,
    type: "aws_s3_bucket_policy",
    environments: ["prod", "complete"],
    changes: ["condition BoolIfExists aws:PrincipalIsAWSService becomes Bool"],
    reason: "it differs for the anonymous alone, whom DenyOutsideOrganization denies with all who are in none",
  })),
  ...["DenyCustomerProvidedKeys", "DenyWrongEncryptionKey"].map((sid) => ({
    sid,
    type: "aws_s3_bucket_policy",
    resource: "ReplicaBucket_",
    changes: ["statement removed", "condition", "resource"],
    reason: "DenyDirectWrites denies every write but replication's, whatever its encryption",
  })),
  {
    sid: "DenyCustomerProvidedKeys",
    type: "aws_s3_bucket_policy",
    resource: "LogBucket_",
    environments: ["strict"],
    changes: ["statement removed", "resource"],
    reason: "an object under SSE-C names no KMS key, and DenyMissingEncryptionKey denies what names none",
  },
  {
    sid: "DenyWrongEncryptionKey",
    type: "aws_s3_bucket_policy",
    resource: "LogBucket_",
    environments: ["strict"],
    changes: ["condition Null s3:x-amz-server-side-encryption-aws-kms-key-id removed"],
    reason: "without it the statement also denies what names no key, as DenyMissingEncryptionKey does",
  },
  {
    sid: "AWSCloudTrailWrite20150319",
    type: "aws_s3_bucket_policy",
    resource: "LogBucket_",
    environments: ["strict"],
    changes: ["condition StringEquals aws:SourceArn", 'principal widened to "*"'],
    reason: "nothing is written but under the key, whose policy lets CloudTrail encrypt for the one trail by itself",
  },
  ...["NamedPrincipalsTakeRole", "S3TakesRole", "TrailTakesRole"].map((sid) => ({
    sid,
    type: "aws_iam_role",
    changes: ["actions widened to sts:*"],
    reason: "beyond AssumeRole it adds session tags and a source identity, which no policy here reads",
  })),
];

/** Survivors that no exception excuses, those that one does, and exceptions that excuse nothing. */
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
