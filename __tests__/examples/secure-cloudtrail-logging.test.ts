import { tmpdir } from "node:os";
import { App } from "cdktf";
import { SecureCloudTrailLogging } from "../../examples/secure-cloudtrail-logging/stack";
import { recordsObject } from "../support/recorded-objects";
import { statement, statementsOf, synthesized } from "../support/synth";

const BUCKET = "arn:aws:s3:::elly-secure-bucket";
const LOGS = `${BUCKET}/AWSLogs/124355676326/CloudTrail`;
const ADMIN = "arn:aws:iam::124355676326:user/adminUser";

const app = new App({ outdir: tmpdir(), stackTraces: false });
const stack = synthesized(new SecureCloudTrailLogging(app, "secure-cloudtrail-logging"));
const key = stack.one("aws_kms_key");
const trail = stack.one("aws_cloudtrail");

test("holds one key, one bucket with its settings, one trail, one policy for one user, and nothing else", () => {
  expect(stack.counts).toEqual({
    aws_cloudtrail: 1,
    aws_iam_policy: 1,
    aws_iam_user_policy_attachment: 1,
    aws_kms_alias: 1,
    aws_kms_key: 1,
    aws_s3_bucket: 1,
    aws_s3_bucket_lifecycle_configuration: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
    aws_s3_bucket_versioning: 1,
  });
});

test("works in one account and Region, with its state in a file", () => {
  expect(stack.json["provider"]).toEqual({ aws: [{ region: "us-east-2", allowed_account_ids: ["124355676326"] }] });
  expect(stack.json["terraform"]).toEqual({
    backend: { local: { path: "../../../terraform.tfstate" } },
    required_providers: { aws: { source: expect.stringMatching(/^(hashicorp\/)?aws$/), version: ">= 5.100, < 7.0" } },
  });
});

describe("step 1, the bucket", () => {
  test("keeps what it holds: it is not emptied when it is destroyed", () => {
    expect(stack.one("aws_s3_bucket")).toMatchObject({ bucket: "elly-secure-bucket", force_destroy: false });
  });

  test("is private and versioned", () => {
    expect(stack.one("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.one("aws_s3_bucket_ownership_controls")["rule"]).toEqual({ object_ownership: "BucketOwnerEnforced" });
    expect(stack.one("aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({ status: "Enabled" });
  });
});

describe("step 2, the trail", () => {
  test("delivers into the bucket, with validation, once key and bucket policy let it", () => {
    expect(trail).toMatchObject({
      name: "s3-activity-trail",
      s3_bucket_name: "elly-secure-bucket",
      enable_logging: true,
      enable_log_file_validation: true,
      is_multi_region_trail: true,
    });
    expect(trail).not.toHaveProperty("s3_key_prefix");
    expect(new Set(trail["depends_on"] as string[])).toEqual(
      new Set([key.address, stack.one("aws_s3_bucket_policy").address]),
    );
  });

  test("records management events, and no objects", () => {
    expect(trail["advanced_event_selector"]).toEqual([
      { name: expect.any(String), field_selector: [{ field: "eventCategory", equals: ["Management"] }] },
    ]);
    expect(recordsObject(trail, `${LOGS}/us-east-2/2025/03/15/a.json.gz`)).toBe(false);
  });
});

describe("step 3, the key", () => {
  test("encrypts the log files and is the bucket's default", () => {
    expect(trail["kms_key_id"]).toBe(`\${${key.address}.arn}`);
    expect(stack.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: `\${${key.address}.arn}`,
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("is customer managed, symmetric, and rotates", () => {
    expect(key).toMatchObject({ customer_master_key_spec: "SYMMETRIC_DEFAULT", enable_key_rotation: true });
    expect(stack.one("aws_kms_alias")).toMatchObject({
      name: "alias/s3-activity-trail",
      target_key_id: `\${${key.address}.key_id}`,
    });
    expect(stack.json["output"]).toEqual({
      key_arn: { description: expect.any(String), value: `\${${key.address}.arn}` },
    });
  });
});

describe("step 4, who reads", () => {
  const policy = stack.one("aws_iam_policy");

  test("is adminUser, by a policy attached to that user", () => {
    expect(stack.one("aws_iam_user_policy_attachment")).toMatchObject({
      user: "adminUser",
      policy_arn: `\${${policy.address}.arn}`,
    });
  });

  test("lists and reads this account's log files, decrypts them through S3, and does nothing else", () => {
    const granted = statementsOf(policy["policy"]).map(({ Sid: _, ...rest }) => rest);
    const Effect = "Allow";
    expect(new Set(granted)).toEqual(
      new Set([
        {
          Effect,
          Action: "s3:ListBucket",
          Resource: BUCKET,
          Condition: {
            StringEquals: { "s3:delimiter": "/" },
            StringLike: { "s3:prefix": "AWSLogs/124355676326/" },
          },
        },
        {
          Effect,
          Action: "s3:ListBucket",
          Resource: BUCKET,
          Condition: { StringLike: { "s3:prefix": "AWSLogs/124355676326/CloudTrail*/*" } },
        },
        { Effect, Action: "s3:GetBucketLocation", Resource: BUCKET },
        { Effect, Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${LOGS}*/*` },
        {
          Effect,
          Action: "kms:Decrypt",
          Resource: `\${${key.address}.arn}`,
          Condition: { StringEquals: { "kms:ViaService": "s3.us-east-2.amazonaws.com" } },
        },
      ]),
    );
  });

  test("is nobody else, whatever IAM says", () => {
    expect(statement(stack.one("aws_s3_bucket_policy")["policy"], "DenyUnnamedReaders")).toEqual({
      Sid: "DenyUnnamedReaders",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent"],
      Resource: `${BUCKET}/*`,
      Condition: {
        ArnNotEquals: { "aws:PrincipalArn": ADMIN },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  });
});
