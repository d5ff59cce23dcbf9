import { tmpdir } from "node:os";
import { App } from "cdktf";
import type { NextSteps } from "../../examples/secure-cloudtrail-logging/constants";
import { SecureCloudTrailLogging } from "../../examples/secure-cloudtrail-logging/stack";
import { statement, synthesized } from "../support/synth";

const ACCOUNT = "124355676326";
const SIEM = { role: "arn:aws:iam::111122223333:role/Siem", externalId: "agreed" };

function synth(steps?: NextSteps) {
  const app = new App({ outdir: tmpdir(), stackTraces: false });
  return synthesized(new SecureCloudTrailLogging(app, "secure-cloudtrail-logging", steps));
}

/** Types of resources that a step adds. */
function added(steps: NextSteps, before?: NextSteps): string[] {
  const known = Object.keys(synth(before).counts);
  return Object.keys(synth(steps).counts).filter((type) => !known.includes(type));
}

const emails = ["security@example.com"];

test("the first next step: alerts by Lambda and SNS about this trail, its key and its bucket", () => {
  expect(added({ emails })).toEqual(
    expect.arrayContaining(["aws_lambda_function", "aws_sns_topic", "aws_cloudwatch_event_rule"]),
  );
  const stack = synth({ emails });
  const { environment } = stack.one("aws_lambda_function", "Alerts_") as unknown as {
    environment: { variables: { SETTINGS: string } };
  };
  expect(JSON.parse(environment.variables.SETTINGS)).toMatchObject({
    watched: {
      trails: expect.arrayContaining(["s3-activity-trail"]) as unknown,
      keys: expect.arrayContaining([`\${${stack.one("aws_kms_key", "Key_").address}.arn}`]) as unknown,
      buckets: ["elly-secure-bucket"],
    },
  });
});

test("the second: a queue of log files, and a role that reads although the bucket denies all others", () => {
  expect(added({ emails, siem: SIEM }, { emails })).toEqual([
    "aws_s3_bucket_notification",
    "aws_iam_role_policy_attachment",
  ]);
  const stack = synth({ emails, siem: SIEM });
  const role = `arn:aws:iam::${ACCOUNT}:role/s3-activity-feed-siem`;
  expect(statement(stack.one("aws_s3_bucket_policy")["policy"], "DenyUnnamedReaders").Condition).toMatchObject({
    ArnNotEquals: { "aws:PrincipalArn": [`arn:aws:iam::${ACCOUNT}:user/adminUser`, role] },
  });
  expect(stack.json["output"]).toMatchObject({
    siem_queue_url: { value: `\${${stack.one("aws_sqs_queue", "Siem_Arrivals_").address}.url}` },
    siem_role_arn: { value: role },
  });
});

test("the third: GuardDuty, whose findings are alerts", () => {
  expect(added({ emails, detectThreats: true }, { emails })).toEqual([
    "aws_guardduty_detector",
    "aws_guardduty_detector_feature",
    "aws_guardduty_publishing_destination",
  ]);
  const rules = synth({ emails, detectThreats: true }).all("aws_cloudwatch_event_rule");
  expect(rules.map(({ name }) => name)).toContain("s3-activity-alerts-findings");
});
