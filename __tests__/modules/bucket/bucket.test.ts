import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AccessLogBucket, Bucket, type BucketProps } from "../../../modules/bucket";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const LOCATION = { account: "111122223333", region: "eu-central-1" };
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
const FEWEST: BucketProps = { ...LOCATION, bucketName: "audit-logs", encryption: { kmsKeyArn: KEY_ARN } };

function synthBucket(options: Partial<BucketProps> = {}): Synthesized {
  return synthStack((stack) => new Bucket(stack, "Logs", { ...FEWEST, ...options }));
}

/** A resource's arguments, its bucket checked to be the one that the stack makes. */
function ofBucket(stack: Synthesized, type: string): Record<string, unknown> {
  const { "//": metadata, address, bucket, ...rest } = stack.one(type);
  expect(metadata).toBeDefined();
  expect(address).toMatch(/^aws_s3_bucket_/);
  expect(bucket).toBe(`\${${stack.one("aws_s3_bucket").address}.bucket}`);
  return rest;
}

describe("a bucket with the fewest options", () => {
  const stack = synthBucket();

  test("is made of these resources and no others", () => {
    expect(stack.counts).toEqual({
      aws_s3_bucket: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_ownership_controls: 1,
      aws_s3_bucket_versioning: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      aws_s3_bucket_lifecycle_configuration: 1,
      aws_s3_bucket_policy: 1,
    });
  });

  test("has its name, no lock, and is destroyed only when empty", () => {
    const { "//": metadata, address, ...rest } = stack.one("aws_s3_bucket");
    expect(metadata).toBeDefined();
    expect(address).toMatch(/^aws_s3_bucket\.Logs_/);
    expect(rest).toEqual({ bucket: "audit-logs", force_destroy: false });
  });

  test("blocks public access with all four flags", () => {
    expect(ofBucket(stack, "aws_s3_bucket_public_access_block")).toEqual({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("knows no ACLs: the account owns every object", () => {
    expect(ofBucket(stack, "aws_s3_bucket_ownership_controls")).toEqual({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
  });

  test("keeps versions", () => {
    expect(ofBucket(stack, "aws_s3_bucket_versioning")).toEqual({ versioning_configuration: { status: "Enabled" } });
  });

  test("encrypts with the key and a Bucket Key", () => {
    expect(ofBucket(stack, "aws_s3_bucket_server_side_encryption_configuration")).toEqual({
      rule: [
        {
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: KEY_ARN },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  test("has these statements in its policy, in this order", () => {
    expect(statementsOf(ofBucket(stack, "aws_s3_bucket_policy")["policy"]).map(({ Sid }) => Sid)).toEqual([
      "DenyInsecureTransport",
      "DenyOldTls",
      "DenyCustomerProvidedKeys",
      "DenyWrongEncryptionKey",
      "DenyDeletion",
    ]);
  });
});

describe("options", () => {
  test("SSE-S3 takes the place of the key, and of the statement on wrong keys", () => {
    const stack = synthBucket({ encryption: "SSE-S3" });
    expect(ofBucket(stack, "aws_s3_bucket_server_side_encryption_configuration")).toEqual({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    expect(statementsOf(stack.one("aws_s3_bucket_policy")["policy"]).map(({ Sid }) => Sid)).toEqual([
      "DenyInsecureTransport",
      "DenyOldTls",
      "DenyCustomerProvidedKeys",
      "DenyDeletion",
    ]);
  });

  test("an alias is another name that requests may give the key", () => {
    const alias = "arn:aws:kms:eu-central-1:111122223333:alias/audit";
    const stack = synthBucket({ encryption: { kmsKeyArn: KEY_ARN, alsoNamed: [alias] } });
    expect(statement(stack.one("aws_s3_bucket_policy")["policy"], "DenyWrongEncryptionKey").Condition).toEqual({
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": [KEY_ARN, alias] },
    });
    const [rule] = stack.one("aws_s3_bucket_server_side_encryption_configuration")["rule"] as object[];
    expect(rule).toMatchObject({ apply_server_side_encryption_by_default: { kms_master_key_id: KEY_ARN } });
  });

  test("preventDestroy lets no plan destroy the bucket", () => {
    const bucket = synthBucket({ preventDestroy: true }).one("aws_s3_bucket");
    expect(bucket).toMatchObject({ lifecycle: { prevent_destroy: true }, force_destroy: false });
  });

  test("forceDestroy gives up the logs, and is not prevented", () => {
    const bucket = synthBucket({ forceDestroy: true }).one("aws_s3_bucket");
    expect(bucket["force_destroy"]).toBe(true);
    expect(bucket["lifecycle"]).toBeUndefined();
  });

  test("tags are put on the bucket", () => {
    expect(synthBucket({ tags: { team: "security" } }).one("aws_s3_bucket")["tags"]).toEqual({ team: "security" });
  });

  test("a provider reaches every resource", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
      const target = new AccessLogBucket(scope, "AccessLogs", { ...LOCATION, bucketName: "access-logs", provider });
      const objectLock = { mode: "GOVERNANCE", days: 1 } as const;
      new Bucket(scope, "Logs", { ...FEWEST, objectLock, accessLogs: { target }, provider });
    });
    const resources = Object.keys(stack.counts).flatMap((type) => stack.all(type));
    expect(resources).toHaveLength(7 + 9);
    expect(resources.filter((resource) => resource["provider"] !== "aws.other")).toEqual([]);
  });
});

describe("the order in which AWS needs the pieces", () => {
  const stack = synthBucket({ objectLock: { mode: "GOVERNANCE", days: 1 } });

  test("the policy waits for the public access block", () => {
    const { address } = stack.one("aws_s3_bucket_public_access_block");
    expect(stack.one("aws_s3_bucket_policy")["depends_on"]).toEqual([address]);
  });

  test.each(["aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_object_lock_configuration"])(
    "%s waits for versioning",
    (type) => {
      expect(stack.one(type)["depends_on"]).toEqual([stack.one("aws_s3_bucket_versioning").address]);
    },
  );
});

describe("what a bucket refuses", () => {
  const NAMES = "3 to 63 lower-case letters, digits and dashes, without S3's reserved prefixes and suffixes";

  test.each([
    ["ab"],
    ["a".repeat(64)],
    ["Audit-logs"],
    ["audit_logs"],
    ["audit.logs"],
    ["-audit"],
    ["audit-"],
    ["xn--audit"],
    ["sthree-audit"],
    ["amzn-s3-demo-audit"],
    ["audit-s3alias"],
    ["audit--ol-s3"],
    ["audit--x-s3"],
    ["audit--table-s3"],
  ])("the name %s", (bucketName) => {
    const message = `test/Logs: bucketName must be ${NAMES}, got "${bucketName}"`;
    expect(() => synthBucket({ bucketName })).toThrow(new Error(message));
  });

  test.each([["abc"], ["a".repeat(63)], ["1-2"]])("but not the name %s", (bucketName) => {
    expect(synthBucket({ bucketName }).one("aws_s3_bucket")["bucket"]).toBe(bucketName);
  });

  test("forceDestroy where preventDestroy protects the bucket", () => {
    expect(() => synthBucket({ forceDestroy: true, preventDestroy: true })).toThrow(
      new Error("test/Logs: forceDestroy must be false where preventDestroy protects the bucket, got true"),
    );
  });

  test("to demand the header of a key where there is none", () => {
    expect(() => synthBucket({ encryption: "SSE-S3", requireKeyHeader: true })).toThrow(
      new Error("test/Logs: requireKeyHeader needs a key, got none"),
    );
  });

  test("several things at once, all named", () => {
    const objectLock = { mode: "COMPLIANCE" } as const;
    expect(() => synthBucket({ bucketName: "x", objectLock, lifecycle: { expireAfterDays: 0 } })).toThrow(
      new Error(
        [
          `test/Logs: bucketName must be ${NAMES}, got "x"`,
          "test/Logs: objectLock must have either days or years, got neither",
          "test/Logs: lifecycle.expireAfterDays must be 1 to 36500 days, got 0",
        ].join("\n"),
      ),
    );
  });
});
