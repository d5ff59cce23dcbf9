import { trailNames } from "../../../modules/trail";
import { expectRefusal, synthTrail, trailOf } from "../../support/trail";

describe("names and ARNs that follow from a trail's configuration", () => {
  test("in the commercial partition", () => {
    expect(trailNames({ name: "audit", account: "111122223333", region: "eu-central-1" })).toEqual({
      partition: "aws",
      trailArn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit",
      logGroupName: "/aws/cloudtrail/audit",
      logGroupArn: "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/cloudtrail/audit",
      topicName: "audit-deliveries",
      topicArn: "arn:aws:sns:eu-central-1:111122223333:audit-deliveries",
    });
  });

  test("in the partition of the United States government", () => {
    expect(trailNames({ name: "audit", account: "111122223333", region: "us-gov-west-1" })).toEqual({
      partition: "aws-us-gov",
      trailArn: "arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/audit",
      logGroupName: "/aws/cloudtrail/audit",
      logGroupArn: "arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:/aws/cloudtrail/audit",
      topicName: "audit-deliveries",
      topicArn: "arn:aws-us-gov:sns:us-gov-west-1:111122223333:audit-deliveries",
    });
  });

  test("in the Chinese partition", () => {
    expect(trailNames({ name: "audit", account: "111122223333", region: "cn-north-1" })).toEqual({
      partition: "aws-cn",
      trailArn: "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit",
      logGroupName: "/aws/cloudtrail/audit",
      logGroupArn: "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/cloudtrail/audit",
      topicName: "audit-deliveries",
      topicArn: "arn:aws-cn:sns:cn-north-1:111122223333:audit-deliveries",
    });
  });

  test("periods, which SNS does not take, become dashes in the topic's name alone", () => {
    expect(trailNames({ name: "org.prod_eu.audit", account: "111122223333", region: "eu-central-1" })).toEqual({
      partition: "aws",
      trailArn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/org.prod_eu.audit",
      logGroupName: "/aws/cloudtrail/org.prod_eu.audit",
      logGroupArn: "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/cloudtrail/org.prod_eu.audit",
      topicName: "org-prod_eu-audit-deliveries",
      topicArn: "arn:aws:sns:eu-central-1:111122223333:org-prod_eu-audit-deliveries",
    });
  });

  test("an organization's trail is the management account's, its log group and topic are of where it is made", () => {
    const organization = { id: "o-a1b2c3d4e5", managementAccount: "999999999999" };
    expect(trailNames({ name: "audit", account: "111122223333", region: "eu-central-1", organization })).toEqual({
      partition: "aws",
      trailArn: "arn:aws:cloudtrail:eu-central-1:999999999999:trail/audit",
      logGroupName: "/aws/cloudtrail/audit",
      logGroupArn: "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/cloudtrail/audit",
      topicName: "audit-deliveries",
      topicArn: "arn:aws:sns:eu-central-1:111122223333:audit-deliveries",
    });
  });
});

describe("trail names", () => {
  test.each([
    ["3 characters", "abc"],
    ["128 characters", "a".repeat(128)],
    ["digits at both ends", "1st-trail-2"],
    ["single periods, underscores and dashes", "Org.prod_eu-1"],
    ["three numbers with periods, which is no IP address", "192.168.5"],
    ["five numbers with periods", "1.2.3.4.5"],
  ])("of %s are taken", (_, name) => {
    expect(trailOf({ name })).toMatchObject({ name });
  });

  test.each([
    ["no character", ""],
    ["2 characters", "ab"],
    ["129 characters", "a".repeat(129)],
    ["a space", "audit trail"],
    ["a slash", "audit/trail"],
    ["a star", "audit*"],
    ["a letter outside ASCII", "prüfung"],
    ["a line break at the end", "audit\n"],
    ["a dash at the start", "-audit"],
    ["a dash at the end", "audit-"],
    ["a period at the start", ".audit"],
    ["an underscore at the end", "audit_"],
    ["two dashes side by side", "audit--trail"],
    ["a dash and an underscore side by side", "my-_namespace"],
    ["the form of an IP address", "192.168.5.4"],
  ])("of %s are refused", (_, name) => {
    expectRefusal({ name }, [
      `name must be 3 to 128 letters, digits, and single periods, underscores or dashes between them, not an IP address, got "${name}"`,
    ]);
  });
});

test("the log group and the topic have the names that key policies are written with", () => {
  const identity = { name: "org.audit", account: "111122223333", region: "eu-central-1" };
  const { logGroupName, topicName } = trailNames(identity);
  const stack = synthTrail({ name: "org.audit", cloudWatchLogs: {}, deliveryTopic: true });
  expect(stack.one("aws_cloudwatch_log_group")).toMatchObject({ name: logGroupName });
  expect(stack.one("aws_sns_topic")).toMatchObject({ name: topicName });
});
