import { statementsOf } from "../../support/synth";
import { argumentsOf, expectRefusal, KEY_ARN, synthTrail, TRAIL_ARN, trailOf } from "../../support/trail";

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

describe("delivery to CloudWatch Logs", () => {
  test("is not made unless asked for", () => {
    expect(synthTrail().counts).toEqual({ aws_cloudtrail: 1 });
    expect(trailOf()).not.toHaveProperty("cloud_watch_logs_group_arn");
    expect(trailOf()).not.toHaveProperty("cloud_watch_logs_role_arn");
  });

  test("makes a log group, a role and its policy, one of each", () => {
    expect(synthTrail({ cloudWatchLogs: {} }).counts).toEqual({
      aws_cloudtrail: 1,
      aws_cloudwatch_log_group: 1,
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
    });
  });

  test("gives the trail the group's ARN with its star, and the role's", () => {
    expect(synthTrail({ cloudWatchLogs: {} }).one("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_group_arn: "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/cloudtrail/audit:*",
      cloud_watch_logs_role_arn: "arn:aws:iam::111122223333:role/audit-cloudwatch-logs",
    });
  });

  test("names China's partition in every ARN", () => {
    const stack = synthTrail({ region: "cn-north-1", cloudWatchLogs: { key: "serviceDefault" } });
    expect(stack.one("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_group_arn: "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/cloudtrail/audit:*",
      cloud_watch_logs_role_arn: "arn:aws-cn:iam::111122223333:role/audit-cloudwatch-logs",
    });
    const { policy } = stack.one("aws_iam_role_policy");
    expect(statementsOf(policy)).toMatchObject([
      {
        Resource:
          "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/cloudtrail/audit:log-stream:" +
          "111122223333_CloudTrail_cn-north-1*",
      },
    ]);
  });
});

describe("the log group", () => {
  test("keeps events for a year under the trail's key", () => {
    expect(argumentsOf(synthTrail({ cloudWatchLogs: {} }).one("aws_cloudwatch_log_group"))).toEqual({
      name: "/aws/cloudtrail/audit",
      retention_in_days: 365,
      kms_key_id: KEY_ARN,
    });
  });

  test.each([
    ["asked for", { cloudWatchLogs: { key: "serviceDefault" } }],
    ["the trail has no key", { key: "bucketDefault", cloudWatchLogs: {} }],
  ] as const)("has the service's own encryption where %s", (_, options) => {
    expect(argumentsOf(synthTrail(options).one("aws_cloudwatch_log_group"))).toEqual({
      name: "/aws/cloudtrail/audit",
      retention_in_days: 365,
    });
  });

  test("takes no key of another Region", () => {
    const key = KEY_ARN.replace("eu-central-1", "us-east-1");
    const problem = `key must be in Region eu-central-1 of the log group, or "serviceDefault", got ${key} in us-east-1`;
    expectRefusal({ cloudWatchLogs: { key: { arn: key } } }, [problem], "test/Trail/CloudWatchLogs");
  });

  test("takes retention, key and protection", () => {
    const kmsKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/99999999-2222-3333-4444-555555555555";
    const stack = synthTrail({
      cloudWatchLogs: { retentionInDays: 2557, key: { arn: kmsKeyArn } },
      preventDestroy: true,
    });
    expect(argumentsOf(stack.one("aws_cloudwatch_log_group"))).toEqual({
      name: "/aws/cloudtrail/audit",
      retention_in_days: 2557,
      kms_key_id: kmsKeyArn,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one("aws_cloudtrail")).toMatchObject({ kms_key_id: KEY_ARN });
  });

  test.each(RETENTIONS)("keeps events for %i days", (retentionInDays) => {
    const stack = synthTrail({ cloudWatchLogs: { retentionInDays } });
    expect(stack.one("aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: retentionInDays });
  });

  test.each([0, 2, 364, 366, 3654, -1, 1.5])("refuses %d days", (retentionInDays) => {
    const problem = `retentionInDays must be one of ${RETENTIONS.join(", ")}, got ${retentionInDays}`;
    expectRefusal({ cloudWatchLogs: { retentionInDays } }, [problem], "test/Trail/CloudWatchLogs");
  });
});

describe("the role", () => {
  const stack = synthTrail({ cloudWatchLogs: {} });

  test("can be taken by CloudTrail for this trail of this account alone", () => {
    const { assume_role_policy, ...role } = argumentsOf(stack.one("aws_iam_role"));
    expect(role).toEqual({
      name: "audit-cloudwatch-logs",
      description: "CloudTrail writes the events of audit to CloudWatch Logs",
    });
    expect(statementsOf(assume_role_policy)).toEqual([
      {
        Sid: "TrailTakesRole",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceArn": TRAIL_ARN, "aws:SourceAccount": "111122223333" } },
      },
    ]);
  });

  test("writes the account's own streams of this group and nothing else", () => {
    const { policy, ...rest } = argumentsOf(stack.one("aws_iam_role_policy"));
    expect(rest).toEqual({
      name: "write-events",
      role: `\${${stack.one("aws_iam_role").address}.name}`,
      depends_on: [stack.one("aws_cloudwatch_log_group").address],
    });
    expect(statementsOf(policy)).toEqual([
      {
        Sid: "WriteEvents",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource:
          "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/cloudtrail/audit:log-stream:" +
          "111122223333_CloudTrail_eu-central-1*",
      },
    ]);
  });

  test("can be named, and the trail takes it by that name", () => {
    const named = synthTrail({ cloudWatchLogs: { roleName: "trail+logs=1,a.b@c_d-e" } });
    expect(named.one("aws_iam_role")).toMatchObject({ name: "trail+logs=1,a.b@c_d-e" });
    expect(named.one("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_role_arn: "arn:aws:iam::111122223333:role/trail+logs=1,a.b@c_d-e",
    });
  });

  test.each(["", "logs/role", "a".repeat(65)])("refuses the name %p", (roleName) => {
    const problem = `roleName must be 1 to 64 letters, digits and +=,.@_-, got "${roleName}"`;
    expectRefusal({ cloudWatchLogs: { roleName } }, [problem], "test/Trail/CloudWatchLogs");
  });

  test("needs a name of its own where the trail's leaves no room for the ending", () => {
    const fitting = "a".repeat(48);
    const tooLong = "a".repeat(49);
    expect(synthTrail({ name: fitting, cloudWatchLogs: {} }).one("aws_iam_role")).toMatchObject({
      name: `${fitting}-cloudwatch-logs`,
    });
    const role = `${tooLong}-cloudwatch-logs`;
    const problem = `roleName must be given for a trail of this name: "${role}" has 65 characters, and IAM allows 64`;
    expectRefusal({ name: tooLong, cloudWatchLogs: {} }, [problem], "test/Trail/CloudWatchLogs");
    const named = synthTrail({ name: tooLong, cloudWatchLogs: { roleName: "trail-logs" } });
    expect(named.one("aws_iam_role")).toMatchObject({ name: "trail-logs" });
  });
});

test("a wrong retention and a wrong role name are reported at once", () => {
  expectRefusal(
    { cloudWatchLogs: { retentionInDays: 0, roleName: "logs/role" } },
    [
      `retentionInDays must be one of ${RETENTIONS.join(", ")}, got 0`,
      'roleName must be 1 to 64 letters, digits and +=,.@_-, got "logs/role"',
    ],
    "test/Trail/CloudWatchLogs",
  );
});
