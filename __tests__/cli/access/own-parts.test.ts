import { leftOut, withoutBystanders, withOwnParts } from "../../../cli/access/own-parts";
import { changedState, environmentsOf, type StateResource } from "../../support/hcl";

const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const added = (type: string, name: string, values: object): StateResource => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  values: { name, ...values },
});

/** A role of an application, with one statement. */
const role = (name: string, Action: string, Resource: string) => [
  added("aws_iam_role", name, {
    arn: `arn:aws:iam::111122223333:role/${name}`,
    assume_role_policy: document({
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  }),
  added("aws_iam_role_policy", name, {
    role: name,
    policy: document({ Sid: "Use", Effect: "Allow", Action, Resource }),
  }),
];

test("roles and topics of applications are left out, and who may touch the logs stays", async () => {
  const state = changedState("enabled-by-count", (one) => one);
  state.values.root_module.resources!.push(
    ...role("app", "dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:111122223333:table/app"),
    ...role("backup", "s3:GetObject", "arn:aws:s3:::acme-*/*"),
    added("aws_sns_topic", "orders", { arn: "arn:aws:sns:eu-central-1:111122223333:orders" }),
  );
  const [environment] = await environmentsOf({ "one.json": state });
  expect(environment!.identities.map(({ arn }) => arn.split("/").at(-1))).toEqual(["app", "backup"]);
  const { identities, channels } = withoutBystanders(environment!);
  expect(identities.map(({ arn }) => arn.split("/").at(-1))).toEqual(["backup"]);
  expect(channels).toEqual([]);
});

const account = "arn:aws:sns:eu-central-1:111122223333:";
const alarm = (name: string, metric: string, topic: string) =>
  added("aws_cloudwatch_metric_alarm", name, {
    alarm_name: name,
    namespace: "Audit",
    metric_name: metric,
    alarm_actions: [`${account}${topic}`],
  });

test("a control or a check looks at the trail's own resources, and the others are counted", async () => {
  const state = changedState("default-key-policy", (one) => one);
  state.values.root_module.resources!.push(
    ...role("app", "dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:111122223333:table/app"),
    ...role("reader", "s3:GetObject", "arn:aws:s3:::*"),
    added("aws_kms_key", "app", { arn: "arn:aws:kms:eu-central-1:111122223333:key/app", policy: document() }),
    added("aws_cloudwatch_log_group", "app", {
      name: "app",
      arn: "arn:aws:logs:eu-central-1:111122223333:log-group:app",
    }),
    added("aws_cloudwatch_log_metric_filter", "root", {
      log_group_name: "cloudtrail-events",
      metric_transformation: [{ namespace: "Audit", name: "RootUse" }],
    }),
    alarm("root-use", "RootUse", "alerts"),
    alarm("latency", "Latency", "alerts-of-app"),
    ...["alerts", "alerts-of-app"].map((name) => added("aws_sns_topic", name, { arn: `${account}${name}` })),
    added("aws_sqs_queue", "pager", { arn: "arn:aws:sqs:eu-central-1:111122223333:pager" }),
    added("aws_sns_topic_subscription", "pager", {
      topic_arn: `${account}alerts`,
      protocol: "sqs",
      endpoint: "arn:aws:sqs:eu-central-1:111122223333:pager",
    }),
  );
  const [whole] = await environmentsOf({ "one.json": state });
  const own = withOwnParts(whole!);
  const addresses = own.resources.map(({ address }) => address);
  const kept = ["aws_cloudtrail.main", "aws_kms_key.cloudtrail", "aws_cloudwatch_log_group.cloudtrail"];
  const ofRoles = ["aws_iam_policy.cloudwatch", "aws_iam_role_policy.reader", "aws_iam_role.cloudwatch"];
  const alerting = ["aws_cloudwatch_metric_alarm.root-use", "aws_sns_topic.alerts", "aws_sqs_queue.pager"];
  expect(addresses).toEqual(expect.arrayContaining([...kept, ...ofRoles, ...alerting]));
  expect(addresses.filter((address) => /\bapp$|latency|alerts-of-app/.test(address))).toEqual([]);
  expect(own.keys).toHaveLength(1);
  expect(leftOut(whole!, own)).toBe(
    "aws_cloudwatch_log_group (1), aws_cloudwatch_metric_alarm (1), aws_iam_role (1), aws_iam_role_policy (1), " +
      "aws_kms_key (1), aws_sns_topic (1)",
  );
});

test("nothing of a configuration that only makes a trail is left out", async () => {
  const [whole] = await environmentsOf({ "one.json": changedState("enabled-by-count", (one) => one) });
  const own = withOwnParts(whole!);
  expect(own.resources).toEqual(whole!.resources);
  expect(leftOut(whole!, own)).toBeUndefined();
});

test("the bucket of GuardDuty's findings stays, with its key", async () => {
  const arn = "arn:aws:kms:eu-central-1:111122223333:key/findings";
  const bucket = (name: string) => added("aws_s3_bucket", name, { bucket: name, arn: `arn:aws:s3:::${name}` });
  const state = changedState("enabled-by-count", (one) => one);
  state.values.root_module.resources!.push(
    ...[bucket("findings"), bucket("app")],
    added("aws_kms_key", "findings", { arn, policy: document() }),
    added("aws_s3_bucket_server_side_encryption_configuration", "findings", {
      bucket: "findings",
      rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: arn, sse_algorithm: "aws:kms" }] }],
    }),
    added("aws_guardduty_publishing_destination", "findings", {
      destination_arn: "arn:aws:s3:::findings",
      kms_key_arn: arn,
    }),
  );
  const [whole] = await environmentsOf({ "one.json": state });
  const own = withOwnParts(whole!);
  expect(own.buckets.map(({ name }) => name)).toContain("findings");
  expect(own.buckets.map(({ name }) => name)).not.toContain("app");
  expect(own.keys).toHaveLength(2);
  const addresses = own.resources.map(({ address }) => address);
  expect(addresses).toEqual(expect.arrayContaining(["aws_s3_bucket.findings", "aws_kms_key.findings"]));
  expect(addresses).not.toContain("aws_s3_bucket.app");
});
