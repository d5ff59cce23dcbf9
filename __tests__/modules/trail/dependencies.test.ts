import type { TerraformStack } from "cdktf";
import { Bucket, ExistingBucket } from "../../../modules/bucket";
import { ExistingKey, Key, type LogKey } from "../../../modules/key";
import { Trail, topicKeyAccess, trailNames, type TrailProps } from "../../../modules/trail";
import { synthStack, type Synthesized } from "../../support/synth";
import { KEY_ARN, synthTrail } from "../../support/trail";

const HERE = { account: "111122223333", region: "eu-central-1" };
const IDENTITY = { name: "audit", ...HERE };
const DELIVERIES = { cloudWatchLogs: {}, deliveryTopic: true } as const;
/** Both deliveries, the log group under the trail's own key. */
const deliveriesUnder = (key: LogKey) => ({ cloudWatchLogs: { key }, deliveryTopic: true });

function makeKey(stack: TerraformStack): Key {
  const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
  const { trailArn, logGroupArn } = trailNames(IDENTITY);
  key.allowTrail(trailArn);
  key.allowLogGroup(logGroupArn);
  key.allowService(topicKeyAccess(IDENTITY));
  return key;
}

function makeBucket(stack: TerraformStack, kmsKeyArn: string): Bucket {
  const bucket = new Bucket(stack, "Bucket", { ...HERE, bucketName: "audit-logs", encryption: { kmsKeyArn } });
  bucket.allowTrailDelivery({ trailArns: [trailNames(IDENTITY).trailArn] });
  return bucket;
}

/** Key, bucket and trail in one stack, as a single account would have them. */
function everythingInOneStack(optionsFor: (key: Key) => Partial<TrailProps>): Synthesized {
  return synthStack((stack) => {
    const key = makeKey(stack);
    const bucket = makeBucket(stack, key.arn);
    new Trail(stack, "Trail", { ...IDENTITY, bucket, key, ...optionsFor(key) });
  });
}

/** What a resource says it waits for, sorted; Terraform does not care about the order. */
function awaitedBy(stack: Synthesized, type: string): string[] {
  return [...(stack.one(type)["depends_on"] as string[])].sort();
}

function addresses(stack: Synthesized, types: readonly string[]): string[] {
  return types.map((type) => stack.one(type).address).sort();
}

describe("a trail whose key and bucket are made in the same stack", () => {
  test("waits for the bucket policy and the key with its policy", () => {
    const stack = everythingInOneStack(() => ({}));
    expect(awaitedBy(stack, "aws_cloudtrail")).toEqual(addresses(stack, ["aws_kms_key", "aws_s3_bucket_policy"]));
  });

  test("waits for the role's permission and the topic's policy too", () => {
    const stack = everythingInOneStack(deliveriesUnder);
    expect(awaitedBy(stack, "aws_cloudtrail")).toEqual(
      addresses(stack, ["aws_iam_role_policy", "aws_kms_key", "aws_s3_bucket_policy", "aws_sns_topic_policy"]),
    );
  });

  test("has its log group and topic wait for the key policy, under which they are made", () => {
    const stack = everythingInOneStack(deliveriesUnder);
    const key = stack.one("aws_kms_key").address;
    expect(awaitedBy(stack, "aws_cloudwatch_log_group")).toContain(key);
    expect(awaitedBy(stack, "aws_sns_topic")).toContain(key);
  });

  test("refers to the key by its attribute and to the bucket by its name", () => {
    const stack = everythingInOneStack(deliveriesUnder);
    const keyArn = `\${${stack.one("aws_kms_key").address}.arn}`;
    expect(stack.one("aws_cloudtrail")).toMatchObject({ kms_key_id: keyArn, s3_bucket_name: "audit-logs" });
    expect(stack.one("aws_sns_topic")).toMatchObject({ kms_master_key_id: keyArn });
  });

  test("is waited for by nothing that it waits for", () => {
    const stack = everythingInOneStack(deliveriesUnder);
    const trail = stack.one("aws_cloudtrail").address;
    const others = Object.keys(stack.counts).filter((type) => type !== "aws_cloudtrail");
    expect(others.length).toBeGreaterThan(10);
    for (const resource of others.flatMap((type) => stack.all(type))) {
      expect(JSON.stringify(resource)).not.toContain(trail);
    }
  });

  test("waits for the bucket policy alone under bucketDefault", () => {
    const stack = everythingInOneStack(() => ({ key: "bucketDefault" }));
    expect(awaitedBy(stack, "aws_cloudtrail")).toEqual(addresses(stack, ["aws_s3_bucket_policy"]));
  });
});

describe("a trail whose key and bucket are taken over in the same stack", () => {
  const stack = synthStack((scope) => {
    const { name: _, ...location } = IDENTITY;
    const key = new ExistingKey(scope, "Key", { ...location, arn: KEY_ARN });
    const bucket = new ExistingBucket(scope, "Bucket", { ...location, bucketName: "audit-logs" });
    bucket.allowTrailDelivery({ trailArns: [trailNames(IDENTITY).trailArn] });
    new Trail(scope, "Trail", { ...IDENTITY, bucket, key, ...deliveriesUnder(key) });
  });

  test("waits for both policies, though it names key and bucket by plain text", () => {
    expect(stack.one("aws_cloudtrail")).toMatchObject({ kms_key_id: KEY_ARN, s3_bucket_name: "audit-logs" });
    expect(awaitedBy(stack, "aws_cloudtrail")).toEqual(
      addresses(stack, ["aws_iam_role_policy", "aws_kms_key_policy", "aws_s3_bucket_policy", "aws_sns_topic_policy"]),
    );
  });

  test("has its log group and topic wait for the key policy", () => {
    const policy = stack.one("aws_kms_key_policy").address;
    expect(awaitedBy(stack, "aws_cloudwatch_log_group")).toContain(policy);
    expect(awaitedBy(stack, "aws_sns_topic")).toContain(policy);
  });
});

describe("a trail whose key and bucket are given by name", () => {
  test("waits for nothing", () => {
    expect(awaitedBy(synthTrail(), "aws_cloudtrail")).toEqual([]);
  });

  test("waits for its own deliveries only", () => {
    const stack = synthTrail(DELIVERIES);
    expect(awaitedBy(stack, "aws_cloudtrail")).toEqual(
      addresses(stack, ["aws_iam_role_policy", "aws_sns_topic_policy"]),
    );
    expect(awaitedBy(stack, "aws_cloudwatch_log_group")).toEqual([]);
    expect(awaitedBy(stack, "aws_sns_topic")).toEqual([]);
  });
});
