import { Bucket } from "../../../modules/bucket";
import { Key } from "../../../modules/key";
import { Trail, trailNames, type FormerTrail, type TrailProps } from "../../../modules/trail";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const HERE = { account: "111122223333", region: "eu-central-1" };
const arnOf = (name: string, change: object = {}) => trailNames({ ...HERE, name, ...change }).trailArn;

function renamed(formerly: readonly FormerTrail[], options: Partial<TrailProps> = {}): Synthesized {
  return synthStack((stack) => {
    const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
    const encryption = { key };
    const bucket = new Bucket(stack, "Logs", { ...HERE, bucketName: "audit-logs", encryption });
    const shared = { bucket, key, cloudWatchLogs: {}, deliveryTopic: true } as const;
    new Trail(stack, "Trail", { name: "new", ...shared, formerly, ...options });
  });
}

const policies = (stack: Synthesized) => ({
  bucket: stack.one("aws_s3_bucket_policy")["policy"],
  key: stack.one("aws_kms_key")["policy"],
});

test("a trail's former name keeps its delivery and its use of the key, of log group and topic too", () => {
  const { bucket, key } = policies(renamed([{ name: "old" }]));
  const sources = [arnOf("new"), arnOf("old")];
  const source = { StringEquals: { "aws:SourceArn": sources } };
  expect(statement(bucket, "AWSCloudTrailAclCheck20150319").Condition).toMatchObject(source);
  expect(statement(bucket, "AWSCloudTrailWrite20150319").Condition).toMatchObject(source);
  expect(statement(key, "CloudTrailEncryptsLogs").Condition).toMatchObject(source);
  expect(statement(key, "CloudTrailPublishesToEncryptedTopic").Condition).toMatchObject({
    ArnLike: { "aws:SourceArn": sources },
  });
  expect(statement(key, "CloudWatchLogsEncryptsLogGroups").Condition).toEqual({
    ArnEquals: {
      "kms:EncryptionContext:aws:logs:arn": ["new", "old"].map(
        (name) => `arn:aws:logs:eu-central-1:111122223333:log-group:/aws/cloudtrail/${name}`,
      ),
    },
  });
});

test("a former prefix keeps the place that it delivered to", () => {
  const { bucket } = policies(renamed([{ prefix: "" }], { prefix: "audit" }));
  expect(statement(bucket, "AWSCloudTrailWrite20150319").Resource).toBe(
    "arn:aws:s3:::audit-logs/AWSLogs/111122223333/*",
  );
  expect(statement(bucket, "DenyForgedLogs").Resource).toEqual([
    "arn:aws:s3:::audit-logs/audit/AWSLogs/*",
    "arn:aws:s3:::audit-logs/AWSLogs/*",
  ]);
});

test("a former organization, its management account and Region, keep theirs", () => {
  const organization = { id: "o-a1b2c3d4e5", managementAccount: "444455556666" };
  const { bucket, key } = policies(renamed([{ organization, region: "us-east-1" }]));
  const former = "arn:aws:cloudtrail:us-east-1:444455556666:trail/new";
  expect(statement(bucket, "AWSCloudTrailOrganizationWrite20150319")).toMatchObject({
    Resource: "arn:aws:s3:::audit-logs/AWSLogs/o-a1b2c3d4e5/*",
    Condition: { StringEquals: { "aws:SourceArn": former } },
  });
  expect(statement(key, "CloudTrailDescribesKey").Condition).toEqual({
    StringEquals: { "aws:SourceArn": [arnOf("new"), former] },
  });
});

test("a trail that was of an organization formerly is none now", () => {
  const organization = { id: "o-a1b2c3d4e5", managementAccount: "111122223333" };
  const { bucket } = policies(renamed([{ organization: "none" }], { organization }));
  expect(statementsOf(bucket).filter(({ Sid }) => Sid.includes("OrganizationWrite"))).toHaveLength(1);
});

test("without former names, policies name the trail alone", () => {
  expect(JSON.stringify(policies(renamed([])))).not.toContain("trail/old");
});

describe("the replacement", () => {
  test("is made before the former trail goes, though the trail is protected", () => {
    const stack = renamed([{ name: "old" }], { preventDestroy: true });
    expect(stack.one("aws_cloudtrail")).toMatchObject({ lifecycle: { create_before_destroy: true } });
    expect(stack.one("aws_cloudwatch_log_group")).toMatchObject({ lifecycle: { prevent_destroy: true } });
  });

  test("is refused by Terraform once the former names are taken out", () => {
    expect(renamed([], { preventDestroy: true }).one("aws_cloudtrail")).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
  });

  test("takes the role of the log group while the former trail still has it", () => {
    const { assume_role_policy: trust } = renamed([{ name: "old" }]).one("aws_iam_role");
    expect(statement(trust, "TrailTakesRole").Condition).toEqual({
      StringEquals: { "aws:SourceArn": [arnOf("new"), arnOf("old")], "aws:SourceAccount": "111122223333" },
    });
  });
});

test.each([
  [{}, "formerly[0] must state what was different, got the trail as it is"],
  [{ name: "new" }, "formerly[0] must state what was different, got the trail as it is"],
  [{ name: "a" }, 'formerly[0].name must be the name of a trail, got "a"'],
  [{ account: "12" }, 'formerly[0].account must be 12 digits, got "12"'],
])("the entry %j is refused", (former, problem) => {
  expect(() => renamed([former])).toThrow(new Error(`test/Trail: ${problem}`));
});
