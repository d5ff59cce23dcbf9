import { tmpdir } from "node:os";
import { App } from "cdktf";
import { EncryptedBucketWalkthrough } from "../../examples/encrypted-bucket-walkthrough/stack";
import { recordsObject } from "../support/recorded-objects";
import { statement, statementsOf, synthesized } from "../support/synth";

const BUCKET = "arn:aws:s3:::whizlabs-cloudtrail-kms";
const TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/whiz-kms-trail";
const OPERATOR = "arn:aws:iam::111122223333:role/WalkthroughOperator";

const app = new App({ outdir: tmpdir(), stackTraces: false });
const stack = synthesized(new EncryptedBucketWalkthrough(app, "encrypted-bucket-walkthrough"));
const keyId = stack.one("aws_kms_key").address;
const keyPolicy = stack.one("aws_kms_key")["policy"];
const bucketPolicy = stack.one("aws_s3_bucket_policy")["policy"];
const trail = stack.one("aws_cloudtrail");

test("holds one key, one bucket with its settings, one trail, and nothing else", () => {
  expect(stack.counts).toEqual({
    aws_cloudtrail: 1,
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
  expect(stack.json["provider"]).toEqual({ aws: [{ region: "us-east-1", allowed_account_ids: ["111122223333"] }] });
  expect(stack.json["terraform"]).toEqual({
    backend: { local: { path: "../../../terraform.tfstate" } },
    required_providers: { aws: { source: expect.stringMatching(/^(hashicorp\/)?aws$/), version: ">= 5.100, < 7.0" } },
  });
});

test("tells the key's ARN, which an upload names", () => {
  expect(stack.json["output"]).toEqual({ key_arn: { description: expect.any(String), value: `\${${keyId}.arn}` } });
});

test("keeps versions, and a policy of these statements and no others", () => {
  expect(stack.one("aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({ status: "Enabled" });
  expect(new Set(statementsOf(bucketPolicy).map(({ Sid }) => Sid))).toEqual(
    new Set([
      "DenyInsecureTransport",
      "DenyOldTls",
      "DenyCustomerProvidedKeys",
      "DenyWrongEncryptionKey",
      "DenyDeletion",
      "AWSCloudTrailAclCheck20150319",
      "AWSCloudTrailWrite20150319",
      "DenyForgedLogs",
    ]),
  );
});

describe("step 1, the key", () => {
  test("is symmetric and known by the walkthrough's alias and description", () => {
    expect(stack.one("aws_kms_key")).toMatchObject({
      description: "KMS key to encrypt S3 Objects",
      key_usage: "ENCRYPT_DECRYPT",
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
    });
    expect(stack.one("aws_kms_alias")).toMatchObject({
      name: "alias/whiz-kms-key",
      target_key_id: `\${${keyId}.key_id}`,
    });
  });

  test("names the operator as administrator and as user, root as the way back, and CloudTrail", () => {
    const grants = statementsOf(keyPolicy).map(({ Sid, Effect, Principal }) => [Sid, Effect, Principal]);
    expect(new Set(grants)).toEqual(
      new Set([
        ["RootAdministersKey", "Allow", { AWS: "arn:aws:iam::111122223333:root" }],
        ["AdministratorsAdministerKey", "Allow", { AWS: OPERATOR }],
        ["BucketUsersUseKeyForwhizlabsZ2dcloudtrailZ2dkms", "Allow", { AWS: OPERATOR }],
        ["CloudTrailWritesWithBucketDefault", "Allow", { Service: "cloudtrail.amazonaws.com" }],
      ]),
    );
  });

  test("is used through S3 only, for objects of the one bucket", () => {
    expect(statement(keyPolicy, "BucketUsersUseKeyForwhizlabsZ2dcloudtrailZ2dkms")).toEqual({
      Sid: "BucketUsersUseKeyForwhizlabsZ2dcloudtrailZ2dkms",
      Effect: "Allow",
      Principal: { AWS: OPERATOR },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [BUCKET, `${BUCKET}/*`] },
      },
    });
  });

  test("is not used by who administers it, and by no statement without a condition", () => {
    const uses = /^kms:(\*|(Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant).*)$/;
    const unconditional = statementsOf(keyPolicy).filter(({ Condition }) => Condition === undefined);
    expect(unconditional.map(({ Sid }) => Sid).sort()).toEqual(["AdministratorsAdministerKey", "RootAdministersKey"]);
    expect(unconditional.flatMap(({ Action }) => Action).filter((action) => uses.test(action))).toEqual([]);
  });
});

describe("step 2, the trail", () => {
  test("writes into the bucket that it watches, in all Regions, with validation", () => {
    expect(trail).toMatchObject({
      name: "whiz-kms-trail",
      s3_bucket_name: "whizlabs-cloudtrail-kms",
      enable_logging: true,
      enable_log_file_validation: true,
      is_multi_region_trail: true,
      include_global_service_events: true,
    });
  });

  test.each(["kms_key_id", "s3_key_prefix", "sns_topic_name", "cloud_watch_logs_group_arn", "event_selector"])(
    "leaves %s unset, as the walkthrough does",
    (option) => expect(trail).not.toHaveProperty(option),
  );

  test("records management events and data events of the one bucket, reads and writes", () => {
    expect(trail["advanced_event_selector"]).toEqual([
      { name: expect.any(String), field_selector: [{ field: "eventCategory", equals: ["Management"] }] },
      {
        name: expect.any(String),
        field_selector: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "resources.ARN", starts_with: [`${BUCKET}/`], not_starts_with: [`${BUCKET}/AWSLogs/`] },
        ],
      },
    ]);
  });

  test.each(["Sharingan.png", "pictures/AWSLogs/one.png", "AWSLogs.png"])("records what happens to %s", (object) => {
    expect(recordsObject(trail, `${BUCKET}/${object}`)).toBe(true);
  });

  test.each([
    "CloudTrail/us-east-1/2026/01/31/111122223333_CloudTrail_us-east-1_20260131T0000Z_a.json.gz",
    "CloudTrail-Digest/us-east-1/2026/01/31/111122223333_CloudTrail-Digest_us-east-1_whiz-kms-trail.json.gz",
  ])("does not feed on its own delivery: %s", (file) => {
    expect(recordsObject(trail, `${BUCKET}/AWSLogs/111122223333/${file}`)).toBe(false);
  });

  test.each(["arn:aws:s3:::another-bucket/a.png", "arn:aws:s3:::whizlabs-cloudtrail-kms-2/a.png"])(
    "does not record %s",
    (object) => expect(recordsObject(trail, object)).toBe(false),
  );

  test("may deliver log files, and comes after the policy that lets it", () => {
    const delivery = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };
    expect(statement(bucketPolicy, "AWSCloudTrailAclCheck20150319")).toEqual({
      Sid: "AWSCloudTrailAclCheck20150319",
      ...delivery,
      Action: "s3:GetBucketAcl",
      Resource: BUCKET,
      Condition: { StringEquals: { "aws:SourceArn": TRAIL } },
    });
    expect(statement(bucketPolicy, "AWSCloudTrailWrite20150319")).toEqual({
      Sid: "AWSCloudTrailWrite20150319",
      ...delivery,
      Action: "s3:PutObject",
      Resource: `${BUCKET}/AWSLogs/111122223333/*`,
      Condition: { StringEquals: { "aws:SourceArn": TRAIL, "s3:x-amz-acl": "bucket-owner-full-control" } },
    });
    expect(trail["depends_on"]).toEqual([stack.one("aws_s3_bucket_policy").address]);
  });
});

describe("step 4, the picture", () => {
  test("cannot be made public, neither by policy nor by ACL", () => {
    expect(stack.one("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.one("aws_s3_bucket_ownership_controls")["rule"]).toEqual({ object_ownership: "BucketOwnerEnforced" });
  });

  test("is read by whom IAM lets read it: the bucket lets in nobody but CloudTrail", () => {
    const allowed = statementsOf(bucketPolicy).filter(({ Effect }) => Effect === "Allow");
    const principals = allowed.map(({ Principal }) => JSON.stringify(Principal));
    expect(new Set(principals)).toEqual(new Set(['{"Service":"cloudtrail.amazonaws.com"}']));
  });
});

test("goes away with everything in it when the walkthrough is over", () => {
  expect(stack.one("aws_s3_bucket")).toMatchObject({ bucket: "whizlabs-cloudtrail-kms", force_destroy: true });
  expect(stack.one("aws_s3_bucket")).not.toHaveProperty("lifecycle");
});
