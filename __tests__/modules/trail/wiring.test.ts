import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { tmpdir } from "node:os";
import {
  AccessLogBucket,
  Bucket,
  BucketInventory,
  BucketReplication,
  ExistingBucket,
  type BucketProps,
} from "../../../modules/bucket";
import { ExistingKey, Key } from "../../../modules/key";
import { Trail, trailNames, type TrailProps } from "../../../modules/trail";
import { statement, statementsOf, synthesized, synthStack, type Synthesized } from "../../support/synth";
import { KEY_ARN } from "../../support/trail";

const HERE = { account: "111122223333", region: "eu-central-1" };
const TRAIL = { ...HERE, name: "audit" };
const { trailArn, logGroupArn, topicArn } = trailNames(TRAIL);
const ORGANIZATION = { id: "o-a1b2c3d4e5", managementAccount: "111122223333" };

interface Parts {
  readonly stack: TerraformStack;
  readonly key: Key;
  readonly bucket: Bucket;
}

/** A key and a bucket as an app has them before it knows of any trail. */
function parts(stack: TerraformStack, options: Partial<BucketProps> = {}): Parts {
  const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
  const encryption = { key };
  return {
    stack,
    key,
    bucket: new Bucket(stack, "Logs", { ...HERE, bucketName: "audit-logs", encryption, ...options }),
  };
}

function synthWired(
  options: (parts: Parts) => Partial<TrailProps> = () => ({}),
  bucketOptions?: Partial<BucketProps>,
): Synthesized {
  return synthStack((stack) => {
    const made = parts(stack, bucketOptions);
    new Trail(stack, "Trail", { name: "audit", bucket: made.bucket, key: made.key, ...options(made) });
  });
}

const bucketPolicy = (stack: Synthesized) => stack.one("aws_s3_bucket_policy")["policy"];
const keyPolicy = (stack: Synthesized) => stack.one("aws_kms_key")["policy"];
const sids = (policy: unknown) => statementsOf(policy).map(({ Sid }) => Sid);

describe("a trail that is given its bucket and key", () => {
  test("may deliver and encrypt, and takes account and Region from the bucket", () => {
    const stack = synthWired();
    const source = { StringEquals: { "aws:SourceArn": trailArn } };
    expect(statement(bucketPolicy(stack), "AWSCloudTrailAclCheck20150319").Condition).toEqual(source);
    expect(statement(bucketPolicy(stack), "AWSCloudTrailWrite20150319")).toMatchObject({
      Resource: "arn:aws:s3:::audit-logs/AWSLogs/111122223333/*",
      Condition: source,
    });
    expect(statement(bucketPolicy(stack), "DenyForgedLogs").Resource).toBe("arn:aws:s3:::audit-logs/AWSLogs/*");
    expect(statement(keyPolicy(stack), "CloudTrailEncryptsLogs").Condition).toMatchObject(source);
    expect(statement(keyPolicy(stack), "CloudTrailDescribesKey").Condition).toEqual(source);
  });

  test("uses the bucket's key by default", () => {
    expect(synthWired(() => ({ key: undefined })).json).toEqual(synthWired().json);
    expect(() => synthWired(() => ({ key: undefined }), { encryption: "SSE-S3" })).toThrow(
      new Error('test/Trail: key must be a key, or "bucketDefault" where the bucket has none of its own, got none'),
    );
  });

  test("gives nobody else the key: no log group, no topic", () => {
    expect(sids(keyPolicy(synthWired()))).toEqual([
      "RootAdministersKey",
      "CloudTrailEncryptsLogs",
      "CloudTrailDescribesKey",
      "CloudTrailDecryptsBucketKey",
    ]);
  });

  test("lets its log group and its topic use the key", () => {
    const stack = synthWired(() => ({ cloudWatchLogs: {}, deliveryTopic: true }));
    expect(statement(keyPolicy(stack), "CloudWatchLogsEncryptsLogGroups").Condition).toEqual({
      ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroupArn },
    });
    expect(statement(keyPolicy(stack), "CloudTrailPublishesToEncryptedTopic").Condition).toEqual({
      ArnLike: { "aws:SourceArn": trailArn },
      StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn },
    });
  });

  test("lets the log group use a key of its own, and the trail's key not", () => {
    const stack = synthStack((scope) => {
      const { key, bucket } = parts(scope);
      const other = new Key(scope, "Other", { ...HERE, aliases: ["log-group"] });
      new Trail(scope, "Trail", { name: "audit", bucket, key, cloudWatchLogs: { key: other } });
    });
    expect(sids(stack.one("aws_kms_key", "Other")["policy"])).toContain("CloudWatchLogsEncryptsLogGroups");
    expect(sids(stack.one("aws_kms_key", "Key")["policy"])).not.toContain("CloudWatchLogsEncryptsLogGroups");
  });

  test("writes below its prefix, and for its organization", () => {
    const stack = synthWired(() => ({ prefix: "org", organization: ORGANIZATION }));
    expect(statement(bucketPolicy(stack), "AWSCloudTrailOrganizationWrite20150319org").Resource).toBe(
      "arn:aws:s3:::audit-logs/org/AWSLogs/o-a1b2c3d4e5/*",
    );
    expect(stack.one("aws_cloudtrail")).toMatchObject({ s3_key_prefix: "org" });
  });

  test("does the same with a bucket and a key that exist already", () => {
    const stack = synthStack((scope) => {
      const key = new ExistingKey(scope, "Key", { ...HERE, arn: KEY_ARN });
      const bucket = new ExistingBucket(scope, "Logs", { ...HERE, bucketName: "audit-logs", onlyKeys: [KEY_ARN] });
      new Trail(scope, "Trail", { name: "audit", bucket, key });
    });
    expect(sids(bucketPolicy(stack))).toContain("AWSCloudTrailWrite20150319");
    expect(sids(stack.one("aws_kms_key_policy")["policy"])).toContain("CloudTrailEncryptsLogs");
  });

  test("may be told to them by hand as well", () => {
    const byHand = synthWired(({ bucket, key }) => {
      bucket.allowTrailDelivery({ trailArns: [trailArn] });
      key.allowTrail(trailArn);
      return {};
    });
    expect(bucketPolicy(byHand)).toBe(bucketPolicy(synthWired()));
    expect(keyPolicy(byHand)).toBe(keyPolicy(synthWired()));
  });

  test("shares them with other trails", () => {
    const stack = synthStack((scope) => {
      const { key, bucket } = parts(scope);
      new Trail(scope, "Trail", { name: "audit", bucket, key, cloudWatchLogs: {}, deliveryTopic: true });
      new Trail(scope, "Second", { name: "data.events", bucket, key, cloudWatchLogs: {}, deliveryTopic: true });
    });
    const second = trailNames({ ...HERE, name: "data.events" });
    expect(statement(bucketPolicy(stack), "AWSCloudTrailWrite20150319").Condition).toMatchObject({
      StringEquals: { "aws:SourceArn": [trailArn, second.trailArn] },
    });
    expect(statement(keyPolicy(stack), "CloudTrailPublishesToEncryptedTopic").Condition).toEqual({
      ArnLike: { "aws:SourceArn": [trailArn, second.trailArn] },
      StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": [topicArn, second.topicArn] },
    });
  });
});

describe("data events of all buckets", () => {
  const ALL = { events: { data: [{ kind: "s3", buckets: "all" }] } } as const;
  const excluded = (stack: Synthesized) => JSON.stringify(stack.one("aws_cloudtrail")["advanced_event_selector"]);

  test("leave out the bucket and all that it writes to, whatever is made after the trail", () => {
    const stack = synthStack((scope) => {
      const accessLogs = new AccessLogBucket(scope, "AccessLogs", { ...HERE, bucketName: "audit-access-logs" });
      const { key, bucket } = parts(scope, { accessLogs: { target: accessLogs } });
      new Trail(scope, "Trail", { name: "audit", bucket, key, otherLogBuckets: ["audit-state"], ...ALL });
      const provider = new AwsProvider(scope, "Elsewhere", { region: "eu-west-1", alias: "elsewhere" });
      const replica = new Bucket(scope, "Replica", {
        ...HERE,
        region: "eu-west-1",
        bucketName: "audit-replica",
        encryption: { kmsKeyArn: KEY_ARN.replace("eu-central-1", "eu-west-1") },
        provider,
      });
      new BucketReplication(scope, "Replication", {
        source: bucket,
        destination: replica,
        roleName: "replication",
      });
      const reports = new Bucket(scope, "Reports", { ...HERE, bucketName: "audit-reports", encryption: "SSE-S3" });
      new BucketInventory(scope, "Inventory", { bucket: replica, destination: reports });
    });
    const names = ["audit-logs", "audit-access-logs", "audit-replica", "audit-reports", "audit-state"];
    const startsWith = names.map((name) => `arn:aws:s3:::${name}/`);
    expect(excluded(stack)).toContain(JSON.stringify({ field: "resources.ARN", not_starts_with: startsWith }));
  });

  test("that name a bucket which the log bucket writes to are refused at synth", () => {
    expect(() =>
      synthStack((scope) => {
        const { key, bucket } = parts(scope);
        const events = { data: [{ kind: "s3", buckets: ["audit-reports"] }] } as const;
        new Trail(scope, "Trail", { name: "audit", bucket, key, events });
        const reports = new Bucket(scope, "Reports", { ...HERE, bucketName: "audit-reports", encryption: "SSE-S3" });
        new BucketInventory(scope, "Inventory", { bucket, destination: reports });
      }),
    ).toThrow('[test/Trail] events.data[0].buckets must not name a log bucket, got "audit-reports"');
  });
});

describe("across stacks", () => {
  function inTwoStacks() {
    const app = new App({ outdir: tmpdir(), stackTraces: false });
    const [archive, trail] = ["archive", "trail"].map((name) => new TerraformStack(app, name)) as [
      TerraformStack,
      TerraformStack,
    ];
    [archive, trail].forEach((stack) => new AwsProvider(stack, "Aws", { region: "eu-central-1" }));
    const { key, bucket } = parts(archive);
    new Trail(trail, "Trail", { ...TRAIL, account: "444455556666", bucket, key, cloudWatchLogs: {} });
    return { archive: synthesized(archive), trail: synthesized(trail), dependencies: trail.dependencies };
  }

  test("the trail is allowed in the stack of bucket and key, which is deployed first", () => {
    const { archive, trail, dependencies } = inTwoStacks();
    const source = { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:444455556666:trail/audit" } };
    expect(statement(bucketPolicy(archive), "AWSCloudTrailWrite20150319").Condition).toMatchObject(source);
    expect(statement(keyPolicy(archive), "CloudTrailEncryptsLogs").Condition).toMatchObject(source);
    expect(dependencies.map(({ node }) => node.id)).toEqual(["archive"]);
    const awaited = trail.one("aws_cloudtrail")["depends_on"];
    expect(awaited).toEqual([trail.one("aws_iam_role_policy").address]);
  });
});

describe("a trail is refused that contradicts", () => {
  const problemOf = (build: (stack: TerraformStack) => void): string => {
    try {
      synthStack(build);
      return "accepted";
    } catch (error) {
      return (error as Error).message.trim();
    }
  };

  test("the organization that alone may use the bucket", () => {
    const other = { id: "o-z9y8x7w6v5", managementAccount: "111122223333" };
    const build = () => synthWired(() => ({ organization: other }), { onlyOrganizationId: ORGANIZATION.id });
    expect(build).toThrow(
      new Error(
        'test/Trail: organization.id must be "o-a1b2c3d4e5", the onlyOrganizationId of test/Logs, got "o-z9y8x7w6v5"',
      ),
    );
  });

  test("the Region of the bucket by its key", () => {
    const text = problemOf((stack) => {
      const key = new Key(stack, "Key", { ...HERE, region: "us-east-1", aliases: ["audit"] });
      const bucket = new ExistingBucket(stack, "Logs", { ...HERE, bucketName: "audit-logs" });
      new Trail(stack, "Trail", { name: "audit", bucket, key });
    });
    expect(text).toBe(
      "test/Trail: key must be in Region eu-central-1 of the bucket test/Logs, got test/Key in us-east-1",
    );
  });

  test("the Region of the bucket by the ARN of a key", () => {
    const key = KEY_ARN.replace("eu-central-1", "us-east-1");
    const build = () => synthWired(() => ({ key: { arn: key } }));
    expect(build).toThrow(`test/Trail: key must be in Region eu-central-1 of the bucket test/Logs, got ${key}`);
  });

  test("the Region of its topic by its key", () => {
    const build = () => synthWired(() => ({ region: "us-east-1", deliveryTopic: true }));
    expect(build).toThrow(
      "test/Trail: key must be in Region us-east-1 of the delivery topic, got test/Key in eu-central-1",
    );
  });

  test("the key without which the bucket denies every object", () => {
    const text = problemOf((stack) => {
      const { bucket } = parts(stack);
      const key = new Key(stack, "Other", { ...HERE, aliases: ["other"] });
      new Trail(stack, "Trail", { name: "audit", bucket, key });
    });
    expect(text).toContain(
      "[test/Trail] key must be the key of the bucket test/Logs, which denies objects under any other, got test/Other",
    );
  });

  test("a bucket that wants a key named", () => {
    const build = () => synthWired(() => ({ key: "bucketDefault" }), { requireKeyHeader: true });
    expect(build).toThrow("test/Trail: key must be given where test/Logs has requireKeyHeader");
  });

  test("a bucket that denies SSE-S3", () => {
    expect(() => synthWired(() => ({}), { denySseS3: true })).toThrow(
      "test/Trail: bucket must take log files, got test/Logs, whose denySseS3 must be false",
    );
  });

  test("a bucket for access logs", () => {
    const build = () =>
      synthWired(({ stack }) => ({
        bucket: new AccessLogBucket(stack, "AccessLogs", { ...HERE, bucketName: "audit-access-logs" }),
      }));
    expect(build).toThrow("test/Trail: bucket must take log files, got test/AccessLogs");
  });

  test("the prefix that it was allowed by hand", () => {
    const build = () =>
      synthWired(({ bucket }) => {
        bucket.allowTrailDelivery({ trailArns: [trailArn], prefix: "logs" });
        return { prefix: "audit" };
      });
    expect(build).toThrow(
      `[test/Trail] prefix must be "logs", as test/Logs allows ${trailArn} by allowTrailDelivery, got "audit"`,
    );
  });

  test("the organization that it was allowed for by hand", () => {
    const build = () =>
      synthWired(({ bucket }) => {
        bucket.allowTrailDelivery({ trailArns: [trailArn], organizationId: "o-z9y8x7w6v5" });
        return { organization: ORGANIZATION };
      });
    expect(build).toThrow(`[test/Trail] organization.id must be "o-z9y8x7w6v5", as test/Logs allows ${trailArn}`);
  });

  test("nothing where another trail has another prefix, or where it had one itself", () => {
    const build = () =>
      synthWired(({ bucket }) => {
        bucket.allowTrailDelivery({ trailArns: [`${trailArn}2`], prefix: "logs" });
        bucket.allowTrailDelivery({ trailArns: [trailArn], prefix: "old", former: true });
        return { prefix: "audit" };
      });
    expect(build).not.toThrow();
  });
});
