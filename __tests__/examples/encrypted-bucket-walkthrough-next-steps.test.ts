import { tmpdir } from "node:os";
import { App } from "cdktf";
import type { NextSteps } from "../../examples/encrypted-bucket-walkthrough/constants";
import { EncryptedBucketWalkthrough } from "../../examples/encrypted-bucket-walkthrough/stack";
import { synthesized } from "../support/synth";

function synth(steps?: NextSteps) {
  const app = new App({ outdir: tmpdir(), stackTraces: false });
  return synthesized(new EncryptedBucketWalkthrough(app, "encrypted-bucket-walkthrough", steps));
}

/** Types of resources that a step adds. */
function added(steps: NextSteps, before?: NextSteps): string[] {
  const known = Object.keys(synth(before).counts);
  return Object.keys(synth(steps).counts).filter((type) => !known.includes(type));
}

const emails = ["security@example.com"];
const siem = { role: "arn:aws:iam::111122223333:role/Siem", externalId: "agreed" };

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
      trails: expect.arrayContaining(["whiz-kms-trail"]) as unknown,
      keys: expect.arrayContaining([`\${${stack.one("aws_kms_key", "Key_").address}.arn}`]) as unknown,
      buckets: ["whizlabs-cloudtrail-kms"],
    },
  });
});

test("the second: a queue of log files, and a role that reads them", () => {
  expect(added({ emails, siem }, { emails })).toContain("aws_s3_bucket_notification");
  const stack = synth({ emails, siem });
  expect(stack.json["output"]).toMatchObject({
    siem_queue_url: { value: `\${${stack.one("aws_sqs_queue", "Siem_Arrivals_").address}.url}` },
    siem_role_arn: { value: "arn:aws:iam::111122223333:role/whiz-kms-feed-siem" },
  });
});

test("the third: GuardDuty, whose findings are alerts", () => {
  expect(added({ emails, detectThreats: true }, { emails })).toEqual(
    expect.arrayContaining(["aws_guardduty_detector", "aws_guardduty_detector_feature"]),
  );
  const rules = synth({ emails, detectThreats: true }).all("aws_cloudwatch_event_rule");
  expect(rules.map(({ name }) => name)).toContain("whiz-kms-alerts-findings");
});
