import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AlertForwarder, GLOBAL_SERVICES, REPLICA_SERVICES, type AlertForwarderProps } from "../../../modules/alerts";
import { ALERTS, synthAlerts } from "../../support/alerts";
import { statement } from "../../support/synth";

const WATCH = {
  ...ALERTS.watch,
  buckets: ["audit-logs-replica"],
  breakGlassRoles: ["arn:aws:iam::111122223333:role/break-glass"],
};

function synthForwarder(options: Partial<AlertForwarderProps> = {}) {
  return synthAlerts({ watch: WATCH }, (alerts, stack) => {
    const region = "us-east-1";
    const provider = new AwsProvider(stack, "There", { region, alias: "there" });
    new AlertForwarder(stack, "Forwarder", { alerts, region, services: GLOBAL_SERVICES, provider, ...options });
  });
}

test.each([
  [GLOBAL_SERVICES, ["sts", "iam", "events", "any", "signin", "organizations"]],
  [REPLICA_SERVICES, ["kms", "s3", "sts", "events", "any"]],
])("passes on the calls of %j, as the rules at home pick them", (services, names) => {
  const stack = synthForwarder({ services });
  const there = stack.all("aws_cloudwatch_event_rule").filter(({ provider }) => provider === "aws.there");
  expect(there.map(({ name }) => name)).toEqual(names.map((name) => `audit-alerts-${name}`));
  for (const { name, event_pattern, state } of there) {
    const home = stack.all("aws_cloudwatch_event_rule").find((one) => one["name"] === name)!;
    expect([event_pattern, state]).toEqual([home["event_pattern"], home["state"]]);
  }
});

test("a pattern that is too long for one rule becomes several, as at home", () => {
  const buckets = Array.from({ length: 60 }, (_, index) => `bucket-with-a-long-name-${index}`);
  const stack = synthAlerts({ watch: { ...WATCH, buckets } }, (alerts, scope) => {
    const provider = new AwsProvider(scope, "There", { region: "eu-west-1", alias: "there" });
    new AlertForwarder(scope, "Forwarder", { alerts, region: "eu-west-1", services: ["s3"], provider });
  });
  const patterns = (provider: string | undefined) =>
    stack
      .all("aws_cloudwatch_event_rule")
      .filter((one) => one["provider"] === provider && String(one["name"]).includes("-s3"))
      .map(({ name, event_pattern }) => [name, event_pattern]);
  expect(patterns("aws.there")).toHaveLength(3);
  expect(patterns("aws.there")).toEqual(patterns(undefined));
  expect(stack.all("aws_cloudwatch_event_target").filter(({ provider }) => provider === "aws.there")).toHaveLength(3);
});

test("into the event bus at home, by a role that may do nothing else and that only its rules take", () => {
  const stack = synthForwarder();
  const bus = "arn:aws:events:eu-central-1:111122223333:event-bus/default";
  const role = stack.one("aws_iam_role", "Forwarder_");
  const targets = stack.all("aws_cloudwatch_event_target").filter(({ provider }) => provider === "aws.there");
  expect(targets).toHaveLength(6);
  for (const target of targets) expect(target).toMatchObject({ arn: bus, role_arn: `\${${role.address}.arn}` });
  expect(statement(stack.one("aws_iam_role_policy", "Forwarder_")["policy"], "PassEvents")).toEqual({
    Sid: "PassEvents",
    Effect: "Allow",
    Action: "events:PutEvents",
    Resource: bus,
  });
  expect(statement(role["assume_role_policy"], "RulesTakeRole")).toMatchObject({
    Condition: {
      ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:111122223333:rule/audit-alerts-*" },
      StringEquals: { "aws:SourceAccount": "111122223333" },
    },
  });
});

test("refuses the Region of the alerts and services that there are no rules for", () => {
  expect(() => synthForwarder({ region: "eu-central-1" })).toThrow(
    'test/Forwarder: region must differ from that of the alerts, got "eu-central-1"',
  );
  expect(() => synthForwarder({ services: ["ec2"] })).toThrow('got "ec2"');
});
