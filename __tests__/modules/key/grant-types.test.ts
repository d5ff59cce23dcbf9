import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { Key } from "../../../modules/key";
import type { Statement } from "../../../modules/policy";
import { statement, statementsOf, synthStack } from "../../support/synth";

const ACCOUNT = "111122223333";
const READER = "arn:aws:iam::111122223333:role/Reader";

/** What an intent adds to the statement of the root. */
function added(allow: (key: Key) => void, region = "eu-central-1"): Statement[] {
  const stack = synthStack((scope) => allow(new Key(scope, "Key", { account: ACCOUNT, region, aliases: ["audit"] })));
  return statementsOf(stack.one("aws_kms_key")["policy"]).filter(({ Sid }) => Sid !== "RootAdministersKey");
}

const PARTITIONS = [
  ["eu-central-1", "aws", "amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
] as const;

describe("users", () => {
  test.each(PARTITIONS)("in %s decrypt what CloudTrail encrypted, through S3", (region, partition, suffix) => {
    const user = `arn:${partition}:iam::${ACCOUNT}:role/Reader`;
    expect(added((key) => key.allowUsers(user), region)).toEqual([
      {
        Sid: "UsersDecryptLogsThroughS3",
        Effect: "Allow",
        Principal: { AWS: user },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:ViaService": `s3.${region}.${suffix}` },
          Null: { "kms:EncryptionContext:aws:cloudtrail:arn": "false" },
        },
      },
    ]);
  });

  test("of several calls and accounts share one statement, each once", () => {
    const auditor = "arn:aws:iam::999999999999:user/Auditor";
    const statements = added((key) => {
      key.allowUsers(READER, auditor);
      key.allowUsers(READER);
    });
    expect(statements).toHaveLength(1);
    expect(statements[0]?.Principal).toEqual({ AWS: [READER, auditor] });
  });

  test("may be known to Terraform alone: a reference stays one", () => {
    const stack = synthStack((scope) => {
      const user = new IamUser(scope, "Jane", { name: "jane" });
      new Key(scope, "Key", { account: ACCOUNT, region: "eu-central-1", aliases: ["audit"] }).allowUsers(user.arn);
    });
    const principal = statement(stack.one("aws_kms_key")["policy"], "UsersDecryptLogsThroughS3").Principal;
    expect(principal).toEqual({ AWS: `\${${stack.one("aws_iam_user").address}.arn}` });
  });

  test("may be none: an empty call adds nothing", () => {
    expect(added((key) => key.allowUsers())).toEqual([]);
  });
});

describe("log groups", () => {
  test.each(PARTITIONS)("in %s are encrypted by CloudWatch Logs of that Region", (region, partition, suffix) => {
    const group = `arn:${partition}:logs:${region}:${ACCOUNT}:log-group:aws-cloudtrail-logs-audit`;
    expect(added((key) => key.allowLogGroup(group), region)).toEqual([
      {
        Sid: "CloudWatchLogsEncryptsLogGroups",
        Effect: "Allow",
        Principal: { Service: `logs.${region}.${suffix}` },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": group } },
      },
    ]);
  });

  test("may be several, of several accounts", () => {
    const groups = [
      "arn:aws:logs:eu-central-1:111122223333:log-group:a",
      "arn:aws:logs:eu-central-1:444455556666:log-group:b",
    ];
    const statements = added((key) => groups.forEach((group) => key.allowLogGroup(group)));
    expect(statements).toHaveLength(1);
    expect(statements[0]?.Condition).toEqual({ ArnEquals: { "kms:EncryptionContext:aws:logs:arn": groups } });
  });

  test.each([
    "audit",
    "*",
    "arn:aws:s3:::logs",
    "arn:aws:logs:eu-central-1:111122223333:destination:audit",
    "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/*/audit",
  ])("are named by their ARN, not by %s", (arn) => {
    expect(() => added((key) => key.allowLogGroup(arn))).toThrow(
      new Error(`test/Key: logGroupArn must be an ARN like "arn:aws:logs:...:log-group:...", got "${arn}"`),
    );
  });

  test.each(["audit:*", "*"])("are named without the streams: %s", (name) => {
    const arn = `arn:aws:logs:eu-central-1:111122223333:log-group:${name}`;
    expect(() => added((key) => key.allowLogGroup(arn))).toThrow(
      `test/Key: logGroupArn must not end with ":*", got "${arn}"`,
    );
  });
});

describe("replication", () => {
  const roleIn = (partition: string) => `arn:${partition}:iam::111122223333:role/Replication`;
  const ROLE = roleIn("aws");
  const through = (bucket: string, via: string) => ({
    StringEquals: { "kms:ViaService": via },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
  });

  test.each(PARTITIONS)("in %s decrypts what it takes from one bucket, through S3", (region, partition, suffix) => {
    const bucket = `arn:${partition}:s3:::audit-logs`;
    expect(added((key) => key.allowReplicationFrom(roleIn(partition), bucket), region)).toEqual([
      {
        Sid: "ReplicationDecryptsSource",
        Effect: "Allow",
        Principal: { AWS: roleIn(partition) },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: through(bucket, `s3.${region}.${suffix}`),
      },
    ]);
  });

  test.each(PARTITIONS)("in %s encrypts what it puts into one bucket, through S3", (region, partition, suffix) => {
    const bucket = `arn:${partition}:s3:::audit-logs-replica`;
    expect(added((key) => key.allowReplicationInto(roleIn(partition), bucket), region)).toEqual([
      {
        Sid: "ReplicationEncryptsReplica",
        Effect: "Allow",
        Principal: { AWS: roleIn(partition) },
        Action: ["kms:Encrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: through(bucket, `s3.${region}.${suffix}`),
      },
    ]);
  });

  test.each(["*", "arn:aws:iam::111122223333:root"])("is done by a named role, not by %s", (nobody) => {
    expect(() => added((key) => key.allowReplicationFrom(nobody, "arn:aws:s3:::logs"))).toThrow(`got "${nobody}"`);
    expect(() => added((key) => key.allowReplicationInto(nobody, "arn:aws:s3:::logs"))).toThrow(`got "${nobody}"`);
  });

  test.each(["*", "logs"])("is of a bucket named by its ARN, not by %s", (bucket) => {
    expect(() => added((key) => key.allowReplicationFrom(ROLE, bucket))).toThrow(`got "${bucket}"`);
    expect(() => added((key) => key.allowReplicationInto(ROLE, bucket))).toThrow(`got "${bucket}"`);
  });
});

describe("bucket users", () => {
  const DEPLOYER = "arn:aws:iam::111122223333:role/Deploy";

  test("write and read one bucket's objects through S3, and use the key for nothing else", () => {
    const bucket = "arn:aws:s3:::audit-state";
    expect(added((key) => key.allowBucketUsers(bucket, DEPLOYER, READER))).toEqual([
      {
        Sid: "BucketUsersUseKeyForauditZ2dstate",
        Effect: "Allow",
        Principal: { AWS: [DEPLOYER, READER] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
        },
      },
    ]);
  });

  test("are named, and so is the bucket; all problems are reported together", () => {
    expect(() => added((key) => key.allowBucketUsers("audit-state"))).toThrow(
      new Error(
        'test/Key: bucketArn must be an ARN like "arn:aws:s3:...:...", got "audit-state"\n' +
          "test/Key: bucket users must name at least one principal, got none",
      ),
    );
    expect(() => added((key) => key.allowBucketUsers("arn:aws:s3:::audit-state", "*"))).toThrow(
      'test/Key: bucket users must be an ARN like "arn:aws:iam:...:user/..." or "arn:aws:iam:...:role/...", got "*": ',
    );
  });
});

describe("object readers", () => {
  test("read one bucket's objects through S3, and use the key for nothing else", () => {
    const bucket = "arn:aws:s3:::audit-replica";
    expect(added((key) => key.allowObjectReaders(bucket, READER))).toEqual([
      {
        Sid: "ReadersDecryptObjectsOfauditZ2dreplica",
        Effect: "Allow",
        Principal: { AWS: READER },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
        },
      },
    ]);
  });

  test("are named", () => {
    expect(() => added((key) => key.allowObjectReaders("arn:aws:s3:::audit-replica"))).toThrow(
      "test/Key: object readers must name at least one principal, got none",
    );
  });
});
