import { arnsIn, isArnOf, parseArn } from "../../../modules/policy";

const PARTITIONS = [
  { partition: "aws", region: "eu-central-1" },
  { partition: "aws-us-gov", region: "us-gov-west-1" },
  { partition: "aws-cn", region: "cn-north-1" },
] as const;

describe.each(PARTITIONS)("ARNs in $region", ({ partition, region }) => {
  const arns = arnsIn({ account: "111122223333", region });

  test("tell their partition", () => {
    expect(arns.partition).toBe(partition);
  });

  test.each([
    ["a bucket", arns.bucket("logs"), `arn:${partition}:s3:::logs`],
    ["objects", arns.objects("logs", "AWSLogs/*"), `arn:${partition}:s3:::logs/AWSLogs/*`],
    ["a key", arns.key("1234abcd"), `arn:${partition}:kms:${region}:111122223333:key/1234abcd`],
    ["an alias", arns.alias("trail"), `arn:${partition}:kms:${region}:111122223333:alias/trail`],
    ["a trail", arns.trail("audit"), `arn:${partition}:cloudtrail:${region}:111122223333:trail/audit`],
    ["the account's root", arns.root(), `arn:${partition}:iam::111122223333:root`],
    ["a role", arns.role("Reader"), `arn:${partition}:iam::111122223333:role/Reader`],
    ["a user", arns.user("ops/deploy"), `arn:${partition}:iam::111122223333:user/ops/deploy`],
    ["a policy", arns.policy("Reader"), `arn:${partition}:iam::111122223333:policy/Reader`],
    [
      "a log group",
      arns.logGroup("/aws/cloudtrail/audit"),
      `arn:${partition}:logs:${region}:111122223333:log-group:/aws/cloudtrail/audit`,
    ],
    [
      "log streams",
      arns.logStreams("/aws/cloudtrail/audit", "CloudTrail_*"),
      `arn:${partition}:logs:${region}:111122223333:log-group:/aws/cloudtrail/audit:log-stream:CloudTrail_*`,
    ],
    ["a topic", arns.topic("deliveries"), `arn:${partition}:sns:${region}:111122223333:deliveries`],
    ["a queue", arns.queue("deliveries"), `arn:${partition}:sqs:${region}:111122223333:deliveries`],
  ])("%s", (_, built, expected) => {
    expect(built).toBe(expected);
  });

  test("come apart into the parts they were made from", () => {
    expect(parseArn(arns.logGroup("/aws/cloudtrail/audit"))).toEqual({
      partition,
      service: "logs",
      region,
      account: "111122223333",
      resource: "log-group:/aws/cloudtrail/audit",
    });
    expect(parseArn(arns.objects("logs", "a:b/c"))).toEqual({
      partition,
      service: "s3",
      region: "",
      account: "",
      resource: "logs/a:b/c",
    });
    expect(parseArn(arns.root())).toEqual({
      partition,
      service: "iam",
      region: "",
      account: "111122223333",
      resource: "root",
    });
  });
});

describe("parsing", () => {
  test("an AWS-managed policy belongs to the account aws", () => {
    expect(parseArn("arn:aws:iam::aws:policy/ReadOnlyAccess")).toMatchObject({
      account: "aws",
      resource: "policy/ReadOnlyAccess",
    });
  });

  test("partitions this project does not know are still ARNs", () => {
    expect(parseArn("arn:aws-iso-b:s3:::logs")).toMatchObject({ partition: "aws-iso-b", resource: "logs" });
  });

  test("wildcards and tokens may stand in the resource", () => {
    expect(parseArn("arn:aws:cloudtrail:eu-central-1:111122223333:trail/*")).toMatchObject({ resource: "trail/*" });
    expect(parseArn("arn:aws:kms:eu-central-1:111122223333:key/${TfToken[TOKEN.1]}")).toMatchObject({
      resource: "key/${TfToken[TOKEN.1]}",
    });
  });

  test.each([
    ["nothing", ""],
    ["a name", "logs"],
    ["a star", "*"],
    ["a token", "${TfToken[TOKEN.1]}"],
    ["no resource", "arn:aws:s3:::"],
    ["too few parts", "arn:aws:s3:logs"],
    ["another beginning", "urn:aws:s3:::logs"],
    ["something in front", " arn:aws:s3:::logs"],
    ["an unknown partition", "arn:gcp:s3:::logs"],
    ["an empty service", "arn:aws::::logs"],
    ["a service in capitals", "arn:aws:S3:::logs"],
    ["an account of eleven digits", "arn:aws:iam::11112222333:root"],
    ["an account of thirteen digits", "arn:aws:iam::1111222233334:root"],
    ["a wildcard as account", "arn:aws:iam::*:root"],
    ["a wildcard as Region", "arn:aws:cloudtrail:*:111122223333:trail/audit"],
    ["a line break", "arn:aws:s3:::logs\nnext"],
  ])("%s is no ARN", (_, value) => {
    expect(parseArn(value)).toBeUndefined();
  });
});

describe("the ARN of one resource", () => {
  const isUserOrRole = (text: string) => isArnOf(text, "iam", "user/", "role/");

  test.each([
    "arn:aws:iam::111122223333:user/ops/deploy",
    "arn:aws-us-gov:iam::111122223333:role/Reader",
    "arn:aws-cn:iam::111122223333:role/Reader",
  ])("%s is one", (arn) => {
    expect(isUserOrRole(arn)).toBe(true);
  });

  test.each([
    ["another resource type", "arn:aws:iam::111122223333:root"],
    ["a resource type further on", "arn:aws:iam::111122223333:group/user/x"],
    ["another service", "arn:aws:sts::111122223333:role/Reader"],
    ["a star in the name", "arn:aws:iam::111122223333:role/*"],
    ["a question mark in the name", "arn:aws:iam::111122223333:role/Reade?"],
    ["no account", "arn:aws:iam:::role/Reader"],
    ["no ARN", "Reader"],
    ["nothing", ""],
    ["a token", "${TfToken[TOKEN.1]}"],
  ])("%s is none", (_, text) => {
    expect(isUserOrRole(text)).toBe(false);
  });

  test("S3's resources belong to no account", () => {
    expect(isArnOf("arn:aws:s3:::logs", "s3", "")).toBe(true);
    expect(isArnOf("arn:aws:s3:::logs*", "s3", "")).toBe(false);
    expect(isArnOf("arn:aws:sns:eu-central-1::logs", "sns", "")).toBe(false);
  });
});
