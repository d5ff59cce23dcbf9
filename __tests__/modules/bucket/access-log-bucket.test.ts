import { AccessLogBucket, type AccessLogBucketProps } from "../../../modules/bucket";
import { statementsOf, synthStack, type Synthesized } from "../../support/synth";

const FEWEST: AccessLogBucketProps = { account: "111122223333", region: "eu-central-1", bucketName: "access-logs" };

function synthBucket(options: Partial<AccessLogBucketProps> = {}): Synthesized {
  return synthStack((stack) => new AccessLogBucket(stack, "AccessLogs", { ...FEWEST, ...options }));
}

describe("an access-log bucket with the fewest options", () => {
  const stack = synthBucket();

  test("is made of these resources and no others: no lock, no access logging of its own", () => {
    expect(stack.counts).toEqual({
      aws_s3_bucket: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_ownership_controls: 1,
      aws_s3_bucket_versioning: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      aws_s3_bucket_lifecycle_configuration: 1,
      aws_s3_bucket_policy: 1,
    });
    expect(stack.one("aws_s3_bucket")).toMatchObject({ bucket: "access-logs" });
  });

  test("is as private as every other bucket", () => {
    expect(stack.one("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.one("aws_s3_bucket_ownership_controls")["rule"]).toEqual({ object_ownership: "BucketOwnerEnforced" });
    expect(stack.one("aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({ status: "Enabled" });
  });

  test("is encrypted with SSE-S3, since S3 cannot write access logs under a KMS key", () => {
    expect(stack.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  test("has these statements in its policy, none of them on a key", () => {
    expect(statementsOf(stack.one("aws_s3_bucket_policy")["policy"]).map(({ Sid }) => Sid)).toEqual([
      "DenyInsecureTransport",
      "DenyOldTls",
      "DenyCustomerProvidedKeys",
      "DenyDeletion",
      "DenyForgedLogs",
    ]);
  });
});

test("the options that it shares with other buckets reach its resources", () => {
  const stack = synthBucket({
    lifecycle: { expireAfterDays: 400 },
    minimumTlsVersion: "1.3",
    preventDestroy: true,
    tags: { team: "security" },
  });
  expect(stack.one("aws_s3_bucket")).toMatchObject({
    lifecycle: { prevent_destroy: true },
    tags: { team: "security" },
  });
  expect(stack.one("aws_s3_bucket_lifecycle_configuration")["rule"]).toMatchObject([{ expiration: [{ days: 400 }] }]);
  const tls = statementsOf(stack.one("aws_s3_bucket_policy")["policy"]).find(({ Sid }) => Sid === "DenyOldTls");
  expect(tls?.Condition).toEqual({ NumericLessThan: { "s3:TlsVersion": "1.3" } });
});
