import type { TerraformStack } from "cdktf";
import { AccessLogBucket, Bucket, type AccessLogs } from "../../../modules/bucket";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const LOCATION = { account: "111122223333", region: "eu-central-1" };
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";

function addLogged(stack: TerraformStack, id: string, bucketName: string, accessLogs: AccessLogs): Bucket {
  return new Bucket(stack, id, { ...LOCATION, bucketName, encryption: { kmsKeyArn: KEY_ARN }, accessLogs });
}

/** Buckets of these names, all logged into the bucket `access-logs`. */
function synthLogged(bucketNames: readonly string[], prefix?: string): Synthesized {
  return synthStack((stack) => {
    const target = new AccessLogBucket(stack, "AccessLogs", { ...LOCATION, bucketName: "access-logs" });
    bucketNames.forEach((bucketName, index) => addLogged(stack, `Logged${index}`, bucketName, { target, prefix }));
  });
}

const targetPolicy = (stack: Synthesized) => stack.one("aws_s3_bucket_policy", "AccessLogs")["policy"];

describe("a bucket with access logs", () => {
  const stack = synthLogged(["audit-logs"]);

  test("logs into the target under its own name, in folders by the time of the event", () => {
    const { "//": metadata, address, ...rest } = stack.one("aws_s3_bucket_logging");
    expect(metadata).toBeDefined();
    expect(address).toMatch(/^aws_s3_bucket_logging\.Logged0_/);
    expect(rest).toEqual({
      bucket: `\${${stack.one("aws_s3_bucket", "Logged0").address}.bucket}`,
      target_bucket: "access-logs",
      target_prefix: "audit-logs/",
      target_object_key_format: { partitioned_prefix: { partition_date_source: "EventTime" } },
      depends_on: [stack.one("aws_s3_bucket_policy", "AccessLogs").address],
    });
  });

  test("is let in by the target, for its own account only", () => {
    expect(statement(targetPolicy(stack), "S3ServerAccessLogsPolicy")).toEqual({
      Sid: "S3ServerAccessLogsPolicy",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::access-logs/*",
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::audit-logs" },
        StringEquals: { "aws:SourceAccount": "111122223333" },
      },
    });
  });
});

test("several buckets share one target and one statement in its policy", () => {
  const stack = synthLogged(["audit-logs", "state"]);
  expect(
    stack
      .all("aws_s3_bucket_logging")
      .map((logging) => logging["target_prefix"])
      .sort(),
  ).toEqual(["audit-logs/", "state/"]);
  const arrivals = statementsOf(targetPolicy(stack)).filter(({ Sid }) => Sid === "S3ServerAccessLogsPolicy");
  expect(arrivals.map(({ Condition }) => Condition?.ArnLike)).toEqual([
    { "aws:SourceArn": ["arn:aws:s3:::audit-logs", "arn:aws:s3:::state"] },
  ]);
});

test("a prefix takes the place of the bucket's name", () => {
  expect(synthLogged(["audit-logs"], "s3/").one("aws_s3_bucket_logging")["target_prefix"]).toBe("s3/");
});

test("nobody but AWS services writes into an access-log bucket, whatever the prefix", () => {
  for (const stack of [synthLogged([]), synthLogged(["audit-logs"]), synthLogged(["audit-logs"], "s3/")]) {
    expect(statement(targetPolicy(stack), "DenyForgedLogs")).toEqual({
      Sid: "DenyForgedLogs",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:ReplicateObject"],
      Resource: "arn:aws:s3:::access-logs/*",
      Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
    });
  }
});

test("in another bucket nobody writes below the prefix of access logs or inventories", () => {
  const stack = synthStack((scope) => {
    const target = new Bucket(scope, "Target", { ...LOCATION, bucketName: "shared", encryption: "SSE-S3" });
    addLogged(scope, "Logged", "audit-logs", { target });
    target.allowInventoryOf("arn:aws:s3:::audit-logs", "lists/");
  });
  expect(statement(stack.one("aws_s3_bucket_policy", "Target")["policy"], "DenyForgedLogs").Resource).toEqual([
    "arn:aws:s3:::shared/audit-logs/*",
    "arn:aws:s3:::shared/lists/*",
  ]);
});

test("without access logs there is no logging, and the target lets nobody in", () => {
  const stack = synthLogged([]);
  expect(stack.all("aws_s3_bucket_logging")).toEqual([]);
  expect(statementsOf(targetPolicy(stack)).filter(({ Effect }) => Effect === "Allow")).toEqual([]);
});

test("a bucket cannot log into a bucket of its own name", () => {
  expect(() => synthLogged(["access-logs"])).toThrow(
    new Error('test/Logged0: accessLogs.target must be another bucket, got "access-logs"'),
  );
});
