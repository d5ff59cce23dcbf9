import { Bucket, BucketReplication, ExistingBucket } from "../../../modules/bucket";
import { statementsOf, synthStack, type Synthesized } from "../../support/synth";

const keyIn = (partition: string, region: string) =>
  `arn:${partition}:kms:${region}:111122223333:key/11111111-2222-3333-4444-555555555555`;

/** The bucket `audit-logs`, replicated between Regions of one partition. */
function synthRole(partition: string, from: string, to: string): Synthesized {
  return synthStack((scope) => {
    const account = "111122223333";
    const encryption = { kmsKeyArn: keyIn(partition, from) };
    const source = new Bucket(scope, "Logs", { account, region: from, bucketName: "audit-logs", encryption });
    const destination = new ExistingBucket(scope, "Replica", {
      account,
      region: to,
      bucketName: "audit-replica",
      key: { arn: keyIn(partition, to) },
    });
    const replication = new BucketReplication(scope, "Replication", {
      source,
      destination,
      roleName: "replicate-logs",
    });
    expect(replication.role.arn).toBe(`arn:${partition}:iam::111122223333:role/replicate-logs`);
  });
}

describe("the replication role", () => {
  const stack = synthRole("aws", "eu-central-1", "eu-west-1");

  test("is one that S3 takes on", () => {
    const role = stack.one("aws_iam_role");
    expect(role).toMatchObject({ name: "replicate-logs", description: "Replicates audit-logs to audit-replica" });
    expect(statementsOf(role["assume_role_policy"])).toEqual([
      {
        Sid: "S3TakesRole",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  test("reads the source, writes the replica, and uses each key through S3 for its bucket only", () => {
    const permissions = stack.one("aws_iam_role_policy");
    expect(permissions).toMatchObject({ name: "replicate", role: `\${${stack.one("aws_iam_role").address}.name}` });
    expect(statementsOf(permissions["policy"])).toEqual([
      {
        Sid: "ReadConfiguration",
        Effect: "Allow",
        Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        Resource: "arn:aws:s3:::audit-logs",
      },
      {
        Sid: "ReadVersions",
        Effect: "Allow",
        Action: [
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
          "s3:GetObjectRetention",
          "s3:GetObjectLegalHold",
        ],
        Resource: "arn:aws:s3:::audit-logs/*",
      },
      {
        Sid: "WriteCopies",
        Effect: "Allow",
        Action: ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: "arn:aws:s3:::audit-replica/*",
      },
      {
        Sid: "DecryptSource",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: keyIn("aws", "eu-central-1"),
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::audit-logs", "arn:aws:s3:::audit-logs/*"],
          },
        },
      },
      {
        Sid: "EncryptCopies",
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:GenerateDataKey"],
        Resource: keyIn("aws", "eu-west-1"),
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::audit-replica", "arn:aws:s3:::audit-replica/*"],
          },
        },
      },
    ]);
  });
});

test.each([
  ["aws-cn", "cn-north-1", "cn-northwest-1", "amazonaws.com.cn"],
  ["aws-us-gov", "us-gov-west-1", "us-gov-east-1", "amazonaws.com"],
])("in the partition %s everything is named as it is there", (partition, from, to, domain) => {
  const stack = synthRole(partition, from, to);
  const statements = statementsOf(stack.one("aws_iam_role_policy")["policy"]);
  expect(statements.map(({ Resource }) => Resource)).toEqual([
    `arn:${partition}:s3:::audit-logs`,
    `arn:${partition}:s3:::audit-logs/*`,
    `arn:${partition}:s3:::audit-replica/*`,
    keyIn(partition, from),
    keyIn(partition, to),
  ]);
  expect(statements.slice(-2).map(({ Condition }) => Condition?.StringEquals)).toEqual([
    { "kms:ViaService": `s3.${from}.${domain}` },
    { "kms:ViaService": `s3.${to}.${domain}` },
  ]);
  expect(stack.one("aws_s3_bucket_replication_configuration")["rule"]).toMatchObject([
    { destination: { bucket: `arn:${partition}:s3:::audit-replica` } },
  ]);
});
