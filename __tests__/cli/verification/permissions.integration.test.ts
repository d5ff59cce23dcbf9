import { readFileSync } from "node:fs";
import { join } from "node:path";
import { awsClients, type AwsClients, type AwsOptions } from "../../../cli/aws/clients";
import { actionOf } from "../../../cli/aws/errors";
import { dev } from "../../fixtures/environments/dev";
import { policyProblems, type Statement } from "../../../modules/policy";
import { devOnMoto } from "../../support/dev-on-moto";
import { fileKey, putFile, relaxBucketPolicy } from "../../support/log-files";
import { describeWithMoto } from "../../support/moto";

const FILE = join(__dirname, "..", "..", "..", "docs", "verify-policy.json");
const { Statement: statements } = JSON.parse(readFileSync(FILE, "utf8")) as { readonly Statement: Statement[] };
const ACTIONS = statements.flatMap(({ Action }) => [Action].flat() as string[]).sort();

/** Nobody needs a permission to ask who he is. */
const FREE = "sts:GetCallerIdentity";

/** What the environment of the test does not have, so that nothing asks for it. */
const OF_OTHER_ENVIRONMENTS = [
  "athena:GetNamedQuery",
  "athena:GetWorkGroup",
  "athena:ListNamedQueries",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricStatistics",
  "events:DescribeRule",
  "events:ListTargetsByRule",
  "glue:GetTable",
  "guardduty:DescribeOrganizationConfiguration",
  "guardduty:DescribePublishingDestination",
  "guardduty:GetDetector",
  "guardduty:GetFilter",
  "guardduty:ListDetectors",
  "guardduty:ListFilters",
  "guardduty:ListPublishingDestinations",
  "iam:GetRolePolicy",
  "lambda:GetFunctionConcurrency",
  "lambda:GetFunctionConfiguration",
  "lambda:GetFunctionEventInvokeConfig",
  "lambda:GetPolicy",
  "logs:DescribeAccountPolicies",
  "logs:DescribeMetricFilters",
  "logs:DescribeSubscriptionFilters",
  "organizations:ListAWSServiceAccessForOrganization",
  "organizations:ListDelegatedAdministrators",
  "s3:GetAccountPublicAccessBlock",
  "sns:GetSubscriptionAttributes",
  "sns:GetTopicAttributes",
  "sns:ListSubscriptionsByTopic",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
];

/** S3 asks KMS in the caller's name. */
const OF_SERVICES = ["kms:Decrypt"];

describe("docs/verify-policy.json", () => {
  test("is a policy that IAM takes", () => {
    expect(policyProblems(statements, "managed")).toEqual([]);
  });

  test("allows reading only, each action once", () => {
    expect(new Set(ACTIONS).size).toBe(ACTIONS.length);
    expect(
      ACTIONS.filter((action) => !/:(Get|List|LookupEvents|Describe|Simulate|Decrypt)[A-Za-z]*$/.test(action)),
    ).toEqual([]);
  });

  test("names single resources wherever the action takes them", () => {
    const everywhere = statements.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => [Action].flat());
    expect(everywhere.sort()).toEqual([
      "cloudtrail:DescribeTrails",
      "cloudtrail:LookupEvents",
      "cloudwatch:GetMetricStatistics",
      "guardduty:ListDetectors",
      "iam:SimulateCustomPolicy",
      "logs:DescribeAccountPolicies",
      "organizations:ListAWSServiceAccessForOrganization",
      "organizations:ListDelegatedAdministrators",
      "s3:GetAccountPublicAccessBlock",
      "s3:ListAccessPoints",
      "s3:ListAllMyBuckets",
    ]);
  });
});

describeWithMoto("the calls that verify makes, on moto taken for AWS", () => {
  const world = devOnMoto();

  test("are those that docs/verify-policy.json allows, no more and no fewer", async () => {
    await world.deploy();
    const { s3 } = world.clients();
    await relaxBucketPolicy(s3);
    const log = fileKey("CloudTrail", new Date());
    await putFile(s3, { key: log, keyArn: world.keyArn() });
    await putFile(s3, {
      key: fileKey("CloudTrail-Digest", new Date()),
      keyArn: world.keyArn(),
      content: { logFiles: [{ s3Bucket: dev.logs.bucketName, s3Object: log }] },
    });
    const called = new Set<string>();
    await world.verify({ emulated: false, connect: recording(called) });
    const expected = [...ACTIONS, FREE].filter(
      (action) => ![...OF_OTHER_ENVIRONMENTS, ...OF_SERVICES].includes(action),
    );
    expect([...called].sort()).toEqual(expected.sort());
  }, 60_000);
});

/** Clients that note the permission of each call before it is made. */
function recording(called: Set<string>) {
  return (options: AwsOptions): AwsClients => {
    const clients = awsClients(options);
    for (const { middlewareStack, config } of Object.values(clients) as AwsClients["s3"][]) {
      middlewareStack.add(
        (next, { commandName = "" }) =>
          (input) => {
            called.add(actionOf(config.serviceId, commandName.replace(/Command$/, "")));
            return next(input);
          },
        { step: "initialize" },
      );
    }
    return clients;
  };
}
