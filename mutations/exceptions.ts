import type { Survivor } from "./trials";

/** Changes that may go unnoticed, reviewed, with the reason. */
export interface Exception {
  readonly sid: string;
  /** Beginning of the source's Terraform type. */
  readonly type: string;
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
    changes: ["statement removed", VIA_S3, "actions widened"],
    reason: "the key policy names the readers of its account, and limits them to S3, by itself",
  },
  {
    sid: "DecryptSource",
    type: "aws_iam_role_policy",
    changes: ["statement removed", VIA_S3, CONTEXT, "actions widened"],
    reason: "the key policy names the replication role, with the same conditions, by itself",
  },
  {
    sid: "EncryptCopies",
    type: "aws_iam_role_policy",
    changes: ["statement removed", VIA_S3, CONTEXT, "action kms:", "actions widened"],
    reason: "the replica's key policy names the replication role, with the same conditions, by itself",
  },
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
  const matches = ({ sid, type }: Exception, change: string, survivor: Survivor) =>
    survivor.sid === sid && survivor.source.includes(`/${type}.`) && survivor.change.startsWith(change);
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
