import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Alerts } from "../../../modules/alerts";
import { FindingAlerts, FindingForwarder } from "../../../modules/threats";
import { ALERTS, synthAlerts } from "../../support/alerts";
import { recordOf, eventOf } from "../../support/alert-records";
import { matchesPattern } from "../../support/event-pattern";
import { FINDING } from "../../support/finding";
import { statement, synthesized, type Synthesized } from "../../support/synth";

const ACCOUNT = "111122223333";

function patternOf(stack: Synthesized, name: string) {
  const rule = stack.all("aws_cloudwatch_event_rule").find((one) => one["name"] === name)!;
  return JSON.parse(rule["event_pattern"] as string) as never;
}

describe("at home", () => {
  const stack = synthAlerts({}, (alerts, scope) => new FindingAlerts(scope, "Findings", { alerts }));

  test("findings call the function, which lets in the rule alone", () => {
    const rule = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/audit-alerts-findings`;
    const permissions = stack.all("aws_lambda_permission").filter(({ source_arn }) => source_arn === rule);
    expect(permissions).toMatchObject([{ principal: "events.amazonaws.com", source_account: ACCOUNT }]);
    expect(statement(stack.one("aws_sqs_queue")["policy"], "RulesSendLetters").Condition).toMatchObject({
      ArnEquals: { "aws:SourceArn": rule.replace("-findings", "-*") },
    });
  });

  test.each<[string, object, boolean]>([
    ["a finding", FINDING, true],
    [
      "one of a member, which its administrator receives",
      { ...FINDING, detail: { ...FINDING.detail, accountId: "444455556666" } },
      true,
    ],
    ["one of another Region, passed on", { ...FINDING, region: "us-east-1" }, true],
    ["none of another account's GuardDuty", { ...FINDING, account: "444455556666" }, false],
    ["no other event of GuardDuty", { ...FINDING, "detail-type": "GuardDuty Runtime Protection Healthy" }, false],
    ["nothing that somebody puts on the bus", { ...FINDING, source: "custom.guardduty" }, false],
  ])("%s", (_, event, matches) => {
    expect(matchesPattern(patternOf(stack, "audit-alerts-findings"), event)).toBe(matches);
  });
});

describe("in another Region, in a stack of its own", () => {
  const app = new App({ stackTraces: false });
  const home = new TerraformStack(app, "home");
  new AwsProvider(home, "Aws", { region: "eu-central-1" });
  const alerts = new Alerts(home, "Alerts", ALERTS);
  const there = new TerraformStack(app, "there");
  new AwsProvider(there, "Aws", { region: "us-east-1" });
  new FindingForwarder(there, "Findings", { alerts, region: "us-east-1" });
  const stack = synthesized(there);

  test("findings and calls that switch GuardDuty off go to the bus at home, by a role of the rules alone", () => {
    const bus = `arn:aws:events:eu-central-1:${ACCOUNT}:event-bus/default`;
    const role = stack.one("aws_iam_role");
    const targets = stack.all("aws_cloudwatch_event_target");
    expect(targets).toHaveLength(2);
    for (const target of targets) expect(target).toMatchObject({ arn: bus, role_arn: `\${${role.address}.arn}` });
    expect(role).toMatchObject({ name: "audit-alerts-findings-us-east-1" });
    expect(statement(role["assume_role_policy"], "RulesTakeRole").Condition).toEqual({
      ArnLike: { "aws:SourceArn": `arn:aws:events:us-east-1:${ACCOUNT}:rule/audit-alerts-*` },
      StringEquals: { "aws:SourceAccount": ACCOUNT },
    });
    expect(statement(stack.one("aws_iam_role_policy")["policy"], "PassEvents").Resource).toBe(bus);
  });

  test.each([
    ["DeleteDetector", true],
    ["UpdateDetector", true],
    ["CreateFilter", true],
    ["DeletePublishingDestination", true],
    ["ListDetectors", false],
  ])("%s", (eventName, passes) => {
    expect(matchesPattern(patternOf(stack, "audit-alerts-findings"), FINDING)).toBe(true);
    const event = eventOf(recordOf({ eventSource: "guardduty.amazonaws.com", eventName, awsRegion: "us-east-1" }));
    expect(matchesPattern(patternOf(stack, "audit-alerts-guardduty"), event)).toBe(passes);
  });

  test("with a bucket that the alerts watch, the changes of this bucket are passed on, and of no other", () => {
    const app = new App({ stackTraces: false });
    const home = new TerraformStack(app, "home");
    new AwsProvider(home, "Aws", { region: "eu-central-1" });
    const buckets = ["audit-logs", "audit-findings"];
    const alerts = new Alerts(home, "Alerts", { ...ALERTS, watch: { ...ALERTS.watch, buckets } });
    const there = new TerraformStack(app, "there");
    new AwsProvider(there, "Aws", { region: "us-east-1" });
    new FindingForwarder(there, "Findings", { alerts, region: "us-east-1", buckets: ["audit-findings"] });
    const pattern = patternOf(synthesized(there), "audit-alerts-findings-s3");
    const passes = (fields: object) =>
      matchesPattern(pattern, eventOf(recordOf({ eventSource: "s3.amazonaws.com", ...fields })));
    const requestParameters = { bucketName: "audit-findings" };
    expect(passes({ eventName: "PutBucketPolicy", requestParameters })).toBe(true);
    expect(passes({ eventName: "DeleteBucket", requestParameters })).toBe(true);
    expect(passes({ eventName: "GetBucketPolicy", requestParameters })).toBe(false);
    expect(passes({ eventName: "PutBucketPolicy", requestParameters: { bucketName: "audit-logs" } })).toBe(false);
    // The alerts would send nothing for it.
    const many = Array.from({ length: 60 }, (_, index) => `bucket-with-a-long-name-${index}`);
    const watching = new Alerts(home, "Many", { ...ALERTS, name: "many", watch: { ...ALERTS.watch, buckets: many } });
    expect(() => new FindingForwarder(there, "Long", { alerts: watching, region: "us-west-2", buckets: many })).toThrow(
      "watch must fit into the 2048 characters of an EventBridge pattern, got",
    );
    expect(() => new FindingForwarder(there, "Other", { alerts, region: "us-east-1", buckets: ["other"] })).toThrow(
      'there/Other: buckets must be buckets that alerts watch, got "other"',
    );
  });

  test("needs nothing of the stack at home but what is known at synth", () => {
    expect(JSON.stringify(stack.json)).not.toContain("terraform_remote_state");
    expect(there.dependencies).toEqual([]);
  });

  test("the alerts' own Region is refused", () => {
    expect(() => new FindingForwarder(there, "Home", { alerts, region: "eu-central-1" })).toThrow(
      'there/Home: region must differ from that of the alerts, got "eu-central-1": use FindingAlerts',
    );
  });
});
