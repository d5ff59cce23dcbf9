import { counts } from "../../../../cli/commands/review/formats/headline";
import { creates, destroys, foundIn, OUTSIDER, policyOf, reviewOfChanges, updates } from "../../../support/small-plan";
import { deployed, KEY_POLICY } from "../../../support/small-trail";

const reference = (address: string, attribute: string) => ({ references: [`${address}.${attribute}`, address] });

test.each(["private", "log-delivery-write"])("an ACL that is %s opens nothing, and a public one does", async (acl) => {
  expect(foundIn(await reviewOfChanges(creates("aws_s3_bucket_acl", { bucket: "logs", acl })))).toEqual([]);
  expect(foundIn(await reviewOfChanges(creates("aws_s3_bucket", { bucket: "logs", acl })))).toEqual([]);
  const open = await reviewOfChanges(creates("aws_s3_bucket_acl", { bucket: "logs", acl: "public-read" }));
  expect(open.verdict).toBe("gained");
  const grants = { access_control_policy: [{ grant: [{ permission: "READ" }] }] };
  const granting = await reviewOfChanges(creates("aws_s3_bucket_acl", { bucket: "logs", acl, ...grants }));
  expect(granting.verdict).toBe("gained");
});

test("attaching a policy of the same HCL plan to a role of the same plan is new, not gained", async () => {
  const read = policyOf({ Sid: "Read", Effect: "Allow", Action: "sqs:ReceiveMessage", Resource: "*" });
  const trust = policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
  const changes = [
    creates("aws_iam_policy", { name: "p", policy: read }, { unknown: { arn: true } }),
    creates("aws_iam_role", { name: "r", assume_role_policy: trust }, { unknown: { arn: true } }),
    creates(
      "aws_iam_role_policy_attachment",
      {},
      {
        unknown: { role: true, policy_arn: true },
        expressions: {
          role: reference("aws_iam_role.one", "name"),
          policy_arn: reference("aws_iam_policy.one", "arn"),
        },
      },
    ),
    creates(
      "aws_iam_role_policy",
      { name: "i", policy: read },
      {
        unknown: { role: true },
        expressions: { role: reference("aws_iam_role.one", "id") },
      },
    ),
  ];
  const { findings, policies } = await reviewOfChanges(...changes);
  expect(findings.map(({ what }) => what)).toEqual([]);
  expect(policies.map(({ kind }) => kind)).toEqual(["new", "new", "new"]);
});

test("types that nobody knows are one finding, and a note where nothing is of an audit trail", async () => {
  const others = [creates("aws_instance", {}), creates("aws_instance", {}, { name: "two" }), creates("aws_vpc", {})];
  const what = "unsupported resource types, whose effect on access was not evaluated: aws_instance (2), aws_vpc (1)";
  const foreign = await reviewOfChanges(...others);
  expect([foreign.verdict, foreign.isForeign, foundIn(foreign)]).toEqual(["changed", true, [`changed: ${what}`]]);
  const beside = await reviewOfChanges(...deployed(), ...others, creates("aws_glacier_vault", { name: "v" }));
  expect([beside.verdict, beside.isForeign, foundIn(beside)]).toEqual([
    "undecided",
    false,
    [`undecided: ${what.replace("aws_instance", "aws_glacier_vault (1), aws_instance").replace(", aws_vpc (1)", "")}`],
  ]);
});

test.each([
  ["a network", creates("aws_subnet", { vpc_id: "vpc-1" })],
  ["a rule of AWS Config", destroys("aws_config_config_rule", { name: "required-tags" })],
  ["a table of an application", updates("aws_dynamodb_table", { name: "t", read_capacity: 1 }, { read_capacity: 2 })],
  ["an instance that goes", destroys("aws_instance", { iam_instance_profile: "app" })],
])("%s beside a trail is quiet: it reaches no log, key or role", async (_, change) => {
  const { verdict, findings } = await reviewOfChanges(...deployed(), change);
  expect([verdict, findings]).toEqual(["changed", []]);
});

const CALLS = { owner: "CUSTOM_LAMBDA", source_identifier: "arn:aws:lambda:eu-central-1:111122223333:function:x" };

test.each([
  ["an instance, which may get a role", creates("aws_instance", { ami: "a" })],
  ["a remediation of AWS Config", creates("aws_config_remediation_configuration", { target_id: "x" })],
  ["a database that gets a role", creates("aws_db_instance", { monitoring_role_arn: "arn:aws:iam::1:role/x" })],
  ["a balancer that delivers logs", creates("aws_lb", { access_logs: [{ bucket: "plain-logs", enabled: true }] })],
  ["a rule of AWS Config that calls a function", creates("aws_config_config_rule", { source: [CALLS] })],
  ["a table filled from a bucket", creates("aws_dynamodb_table", { import_table: [{ s3_bucket_source: [{}] }] })],
  ["a policy of a repository", creates("aws_ecr_repository_policy", { policy: "{}" })],
  ["an endpoint of a network", destroys("aws_vpc_endpoint", { policy: "{}" })],
  ["an export of a database", creates("aws_rds_export_task", {})],
  ["flow logs", creates("aws_flow_log", { log_destination: "arn:aws:s3:::plain-logs" })],
])("%s beside a trail stays undecided", async (_, change) => {
  expect((await reviewOfChanges(...deployed(), change)).verdict).toBe("undecided");
});

const ROLE_ARN = "arn:aws:iam::111122223333:role/app";
const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

/** A function that is deployed, with its role, and whose code changes. */
const application = ({ action = "dynamodb:GetItem", attached = BASIC, environment = "shop", role = ROLE_ARN } = {}) => {
  const stays = (type: string, values: object) => ({ ...updates(type, { ...values }, {}), actions: ["no-op"] });
  const trust = policyOf({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
  return [
    stays("aws_iam_role", { name: "app", path: "/", arn: ROLE_ARN, assume_role_policy: trust }),
    stays("aws_iam_role_policy_attachment", { role: "app", policy_arn: attached }),
    stays("aws_iam_role_policy", { role: "app", policy: policyOf({ Effect: "Allow", Action: action, Resource: "*" }) }),
    creates("aws_cloudwatch_log_group", { name: "/aws/lambda/shop" }),
    creates("aws_lambda_permission", { function_name: "shop", principal: "apigateway.amazonaws.com" }),
    updates("aws_lambda_function", { function_name: "shop", role }, { source_code_hash: "x", environment }),
  ];
};

test("a function of another project says in one line that nothing of an audit trail is in its plan", async () => {
  const found = await reviewOfChanges(...application(), creates("aws_vpc", {}));
  expect(foundIn(found)).toEqual(["changed: unsupported resource type: its effect on access was not evaluated"]);
  expect([found.verdict, found.isForeign, counts(found)]).toEqual([
    "changed",
    true,
    "nothing of an audit trail is in this plan, 0 policies. Terraform: 3 to add, 1 to change, 0 to destroy",
  ]);
});

test.each([
  ["may read every object", application({ action: "s3:GetObject" })],
  ["may decrypt", application({ action: "kms:Decrypt" })],
  ["may do everything", application({ action: "*" })],
  [
    "has a policy of AWS that nobody reads here",
    application({ attached: "arn:aws:iam::aws:policy/AdministratorAccess" }),
  ],
  ["runs as a role of another plan", application({ role: "arn:aws:iam::111122223333:role/reader" })],
  ["names log files", application({ environment: "prod-cloudtrail-logs" })],
  ["stands beside a trail", [...deployed(), ...application()]],
  ["is called at once", [...application(), creates("aws_lambda_invocation", { function_name: "shop" })]],
  ["answers events", [...application(), creates("aws_cloudwatch_event_rule", { event_pattern: "{}" })]],
])("a function that %s is not of another project", async (_, changes) => {
  const { verdict, isForeign } = await reviewOfChanges(...changes);
  expect([["gained", "weakened"].includes(verdict), isForeign]).toEqual([true, false]);
});

test("a key without a trail is judged by its statements: no word of a trail that nobody had", async () => {
  const found = await reviewOfChanges(updates("aws_kms_key", { policy: KEY_POLICY }, { policy: policyOf() }));
  expect(foundIn(found)).toEqual([]);
});

test("new tags of what runs something run nothing", async () => {
  const tagged = updates("aws_lambda_function", { function_name: "alert", tags: {} }, { tags: { a: "b" } });
  expect(foundIn(await reviewOfChanges(tagged))).toEqual([]);
});

test("a service's role that is allowed nothing of the trail lets nobody in, and one that reads logs does", async () => {
  const trust = policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
  const roleWith = (Action: string) => [
    ...deployed(),
    creates("aws_iam_role", { name: "app", assume_role_policy: trust }),
    creates("aws_iam_role_policy", {
      ...{ role: "app", name: "app" },
      policy: policyOf({ Effect: "Allow", Action, Resource: "*" }),
    }),
  ];
  const harmless = await reviewOfChanges(...roleWith("sqs:ReceiveMessage"));
  expect([harmless.verdict, harmless.access.gained]).toEqual(["changed", []]);
  const reading = await reviewOfChanges(...roleWith("kms:Decrypt"));
  expect(reading.access.gained.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(["role/app", "ec2 for an outsider"]),
  );
});

test("a new role of outsiders is gained, whatever it is allowed", async () => {
  const trust = policyOf({ Effect: "Allow", Principal: { AWS: OUTSIDER }, Action: "sts:AssumeRole" });
  const role = creates("aws_iam_role", { name: "partner", assume_role_policy: trust });
  expect((await reviewOfChanges(...deployed(), role)).verdict).toBe("gained");
});
