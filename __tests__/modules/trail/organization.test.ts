import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Trail, TrailDelegatedAdministrator } from "../../../modules/trail";
import { statement, statementsOf, synthStack } from "../../support/synth";
import { argumentsOf, expectRefusal, synthTrail, trailOf } from "../../support/trail";

const MANAGEMENT_ACCOUNT = "999999999999";
const ORGANIZATION = { id: "o-a1b2c3d4e5", managementAccount: MANAGEMENT_ACCOUNT };
const ORGANIZATION_TRAIL = `arn:aws:cloudtrail:eu-central-1:${MANAGEMENT_ACCOUNT}:trail/audit`;

/** Both accounts that may make an organization's trail. */
const MAKERS = [
  ["its management account", MANAGEMENT_ACCOUNT],
  ["a delegated administrator", "444455556666"],
] as const;

describe.each(MAKERS)("an organization trail made by %s", (_, account) => {
  const stack = synthTrail({ account, organization: ORGANIZATION, cloudWatchLogs: {}, deliveryTopic: true });

  test("records all accounts", () => {
    expect(stack.one("aws_cloudtrail")).toMatchObject({ is_organization_trail: true, is_multi_region_trail: true });
  });

  test("has the management account in its ARN", () => {
    synthStack((scope) => {
      const trail = new Trail(scope, "Trail", {
        name: "audit",
        account,
        region: "eu-central-1",
        organization: ORGANIZATION,
        bucket: { bucketName: "audit-logs" },
        key: "bucketDefault",
      });
      expect(trail.arn).toBe(ORGANIZATION_TRAIL);
    });
  });

  test("has its log group and role where it is made", () => {
    expect(stack.one("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_group_arn: `arn:aws:logs:eu-central-1:${account}:log-group:/aws/cloudtrail/audit:*`,
      cloud_watch_logs_role_arn: `arn:aws:iam::${account}:role/audit-cloudwatch-logs`,
    });
  });

  test("takes the role as the management account's trail", () => {
    expect(statementsOf(stack.one("aws_iam_role")["assume_role_policy"])).toEqual([
      {
        Sid: "TrailTakesRole",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceArn": ORGANIZATION_TRAIL, "aws:SourceAccount": MANAGEMENT_ACCOUNT },
        },
      },
    ]);
  });

  test("writes the management account's streams and those of the organization's accounts", () => {
    const streams = `arn:aws:logs:eu-central-1:${account}:log-group:/aws/cloudtrail/audit:log-stream`;
    expect(statementsOf(stack.one("aws_iam_role_policy")["policy"])).toEqual([
      {
        Sid: "WriteEvents",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`${streams}:${MANAGEMENT_ACCOUNT}_CloudTrail_eu-central-1*`, `${streams}:o-a1b2c3d4e5_*`],
      },
    ]);
  });

  test("publishes as the management account's trail to the topic where it is made", () => {
    const { policy } = stack.one("aws_sns_topic_policy");
    expect(statement(policy, "AWSCloudTrailSNSPolicy20131101")).toMatchObject({
      Resource: `arn:aws:sns:eu-central-1:${account}:audit-deliveries`,
      Condition: { StringEquals: { "aws:SourceArn": ORGANIZATION_TRAIL } },
    });
  });
});

test("a trail without an organization records its own account only", () => {
  expect(trailOf()).toMatchObject({ is_organization_trail: false });
});

describe("an organization is refused", () => {
  test.each(["", "a1b2c3d4e5", "o-a1b2c3d4e", "o-A1B2C3D4E5", "r-a1b2c3d4e5", `o-${"a".repeat(33)}`, "o-a1b2_c3d4e5"])(
    "with the id %p",
    (id) => {
      const organization = { id, managementAccount: MANAGEMENT_ACCOUNT };
      const problem = `organization.id must be an organization id like "o-a1b2c3d4e5", got "${id}"`;
      expectRefusal({ organization }, [problem]);
    },
  );

  test.each(["", "99999999999", "9999999999999", "99999999999a", "9999-9999-9999"])(
    "with the management account %p",
    (managementAccount) => {
      const organization = { id: ORGANIZATION.id, managementAccount };
      expectRefusal({ organization }, [`organization.managementAccount must be 12 digits, got "${managementAccount}"`]);
    },
  );

  test("but not with an id of 10 or of 32 characters", () => {
    for (const id of ["o-a1b2c3d4e5", `o-${"a".repeat(32)}`]) {
      const organization = { id, managementAccount: MANAGEMENT_ACCOUNT };
      expect(trailOf({ organization })).toMatchObject({ is_organization_trail: true });
    }
  });
});

describe("a delegated administrator", () => {
  test("is registered by its account id", () => {
    const stack = synthStack((scope) => new TrailDelegatedAdministrator(scope, "Admin", { account: "444455556666" }));
    expect(stack.counts).toEqual({ aws_cloudtrail_organization_delegated_admin_account: 1 });
    expect(argumentsOf(stack.one("aws_cloudtrail_organization_delegated_admin_account"))).toEqual({
      account_id: "444455556666",
    });
  });

  test("is registered through the management account's provider", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Management", { region: "eu-central-1", alias: "management" });
      new TrailDelegatedAdministrator(scope, "Admin", { account: "444455556666", provider });
    });
    expect(argumentsOf(stack.one("aws_cloudtrail_organization_delegated_admin_account"))).toEqual({
      account_id: "444455556666",
      provider: "aws.management",
    });
  });

  test.each(["", "44445555666", "4444555566667", "o-a1b2c3d4e5"])("is refused as %p", (account) => {
    expect(() => synthStack((scope) => new TrailDelegatedAdministrator(scope, "Admin", { account }))).toThrow(
      new Error(`test/Admin: account must be 12 digits, got "${account}"`),
    );
  });
});
