import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { AccessLogBucket, Bucket, BucketInventory, type BucketInventoryProps } from "../../../modules/bucket";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const LOCATION = { account: "111122223333", region: "eu-central-1" };

type Options = Omit<BucketInventoryProps, "bucket" | "destination">;

const addReports = (stack: TerraformStack) =>
  new AccessLogBucket(stack, "Reports", { ...LOCATION, bucketName: "reports" });

function addListed(stack: TerraformStack, id: string, bucketName: string): Bucket {
  return new Bucket(stack, id, { ...LOCATION, bucketName, encryption: "SSE-S3" });
}

function synthInventory(options: Options = {}): Synthesized {
  return synthStack((stack) => {
    const bucket = addListed(stack, "Logs", "audit-logs");
    new BucketInventory(stack, "Inventory", { bucket, destination: addReports(stack), ...options });
  });
}

const reportsPolicy = (stack: Synthesized) => stack.one("aws_s3_bucket_policy", "Reports")["policy"];

test("lists every version daily, with what an auditor asks of it, once both policies stand", () => {
  const stack = synthInventory();
  const { "//": metadata, address, ...rest } = stack.one("aws_s3_bucket_inventory");
  expect(metadata).toBeDefined();
  expect(address).toMatch(/^aws_s3_bucket_inventory\.Inventory_/);
  expect(rest).toEqual({
    bucket: "audit-logs",
    name: "AllVersions",
    included_object_versions: "All",
    optional_fields: [
      "Size",
      "LastModifiedDate",
      "StorageClass",
      "ETag",
      "EncryptionStatus",
      "ReplicationStatus",
      "ObjectLockMode",
      "ObjectLockRetainUntilDate",
      "ObjectLockLegalHoldStatus",
    ],
    schedule: { frequency: "Daily" },
    destination: {
      bucket: {
        bucket_arn: "arn:aws:s3:::reports",
        account_id: "111122223333",
        format: "Parquet",
        prefix: "inventory",
      },
    },
    depends_on: [
      stack.one("aws_s3_bucket_policy", "Logs").address,
      stack.one("aws_s3_bucket_policy", "Reports").address,
    ],
  });
});

test("the destination lets S3 write reports on this bucket of its own account", () => {
  expect(statement(reportsPolicy(synthInventory()), "S3InventoryPolicy")).toEqual({
    Sid: "S3InventoryPolicy",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::reports/*",
    Condition: {
      ArnLike: { "aws:SourceArn": "arn:aws:s3:::audit-logs" },
      StringEquals: { "aws:SourceAccount": "111122223333", "s3:x-amz-acl": "bucket-owner-full-control" },
    },
  });
});

test("several buckets share one statement in the destination's policy", () => {
  const stack = synthStack((scope) => {
    const destination = addReports(scope);
    const [logs, state] = [addListed(scope, "Logs", "audit-logs"), addListed(scope, "State", "state")];
    new BucketInventory(scope, "LogInventory", { bucket: logs, destination });
    new BucketInventory(scope, "StateInventory", { bucket: state, destination });
  });
  const arrivals = statementsOf(reportsPolicy(stack)).filter(({ Sid }) => Sid === "S3InventoryPolicy");
  expect(arrivals.map(({ Condition }) => Condition?.ArnLike)).toEqual([
    { "aws:SourceArn": ["arn:aws:s3:::audit-logs", "arn:aws:s3:::state"] },
  ]);
});

test("a bucket that takes access logs and reports says so in this order", () => {
  const stack = synthStack((scope) => {
    const target = addReports(scope);
    const bucket = new Bucket(scope, "Logs", {
      ...LOCATION,
      bucketName: "audit-logs",
      encryption: "SSE-S3",
      accessLogs: { target },
    });
    new BucketInventory(scope, "Inventory", { bucket, destination: target });
  });
  const allowed = statementsOf(reportsPolicy(stack)).filter(({ Effect }) => Effect === "Allow");
  expect(allowed.map(({ Sid }) => Sid)).toEqual(["S3ServerAccessLogsPolicy", "S3InventoryPolicy"]);
});

test.each(["CSV", "ORC", "Parquet"] as const)("the format %s, frequency and prefix are to choose", (format) => {
  const inventory = synthInventory({ frequency: "Weekly", format, prefix: "lists" }).one("aws_s3_bucket_inventory");
  expect(inventory).toMatchObject({
    schedule: { frequency: "Weekly" },
    destination: { bucket: { format, prefix: "lists" } },
  });
});

test("a provider reaches it", () => {
  const stack = synthStack((scope) => {
    const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
    const bucket = addListed(scope, "Logs", "audit-logs");
    new BucketInventory(scope, "Inventory", { bucket, destination: addReports(scope), provider });
  });
  expect(stack.one("aws_s3_bucket_inventory")["provider"]).toBe("aws.other");
});

test("a bucket cannot take reports on itself", () => {
  const build = () =>
    synthStack((scope) => {
      const bucket = addListed(scope, "Logs", "audit-logs");
      new BucketInventory(scope, "Inventory", { bucket, destination: bucket });
    });
  expect(build).toThrow(new Error('test/Inventory: destination must be another bucket, got "audit-logs"'));
});
