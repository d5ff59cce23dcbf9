import * as fc from "fast-check";
import { findingsOf } from "../../../modules/alerts/handler/finding.js";
import { messageOf } from "../../../modules/alerts/handler/message.js";
import { FINDING } from "../../support/finding";
import "../../support/seed";

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:audit-alerts";
const SETTINGS = { watched: { accounts: ["111122223333"] }, partition: "aws" } as const;

function sent(event: object, settings: object = {}) {
  return findingsOf(event, { ...SETTINGS, ...settings }).map((content: object) => {
    const message = messageOf(content, TOPIC) as { Subject: string; Message: string; MessageAttributes: object };
    const { default: json, email } = JSON.parse(message.Message) as { default: string; email: string };
    return { ...message, email, json: JSON.parse(json) as Record<string, unknown> };
  });
}

const withDetail = (detail: object) => ({ ...FINDING, detail: { ...FINDING.detail, ...detail } });

test("a mail says what was found, about whom and what, from where, how often, when and how severe", () => {
  const [alert] = sent(FINDING, { runbook: "https://wiki.example.com/audit" });
  expect(alert!.Subject).toBe("[high] GuardDuty in 111122223333: AWS CloudTrail trail audit was disabled.");
  expect(alert!.email).toBe(
    [
      "HIGH: GuardDuty in 111122223333: AWS CloudTrail trail audit was disabled.",
      "",
      "AWS CloudTrail trail audit was disabled by Administrators calling StopLogging.",
      "If nobody planned this:",
      "Open the finding in the console. If it is real, follow https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_remediate.html.",
      "",
      "alert     guardduty-finding",
      "what      Stealth:IAMUser/CloudTrailLoggingDisabled",
      "resources AccessKey",
      "who       Administrators",
      "from      198.51.100.7",
      "times     2",
      "when      2026-11-27T01:02:00.000Z",
      "account   111122223333",
      "region    eu-central-1",
      "eventId   16afba5c5c43e07c9e3e5e2e544e95df",
      "runbook   https://wiki.example.com/audit#guardduty-finding",
      "console   https://eu-central-1.console.aws.amazon.com/guardduty/home?region=eu-central-1#/findings?macros=current" +
        "&fId=16afba5c5c43e07c9e3e5e2e544e95df",
      "",
    ].join("\n"),
  );
});

test.each([
  [10, "critical"],
  [9, "critical"],
  [8.9, "high"],
  [7, "high"],
  [6.9, "medium"],
  [4, "medium"],
  [3.9, "info"],
  [1, "info"],
])("a finding of %d is %s, also for the filters of subscriptions", (severity, name) => {
  const [alert] = sent(withDetail({ severity }));
  expect(alert!.json["severity"]).toBe(name);
  expect(alert!.MessageAttributes).toMatchObject({
    severity: { StringValue: name },
    alert: { StringValue: "guardduty-finding" },
  });
});

test.each<[object, string[]]>([
  [{ resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } }, ["i-0123456789abcdef0"]],
  [
    { resourceType: "S3Bucket", s3BucketDetails: [{ arn: "arn:aws:s3:::audit-logs", name: "audit-logs" }] },
    ["arn:aws:s3:::audit-logs"],
  ],
  [{ resourceType: "EKSCluster", eksClusterDetails: { arn: "arn:aws:eks:::cluster/a" } }, ["arn:aws:eks:::cluster/a"]],
  [{ resourceType: "RDSDBInstance" }, ["RDSDBInstance"]],
  [{}, ["unknown"]],
])("the resource of %j", (resource, names) => {
  expect(sent(withDetail({ resource }))[0]!.json["resources"]).toEqual(names);
});

test("a finding without what is optional is still sent", () => {
  const { service: _, resource: __, title: ___, description: ____, ...detail } = FINDING.detail;
  expect(sent({ ...FINDING, detail })).toMatchObject([
    { json: { alert: "guardduty-finding", what: FINDING.detail.type, when: FINDING.detail.updatedAt } },
  ]);
});

test("a member's finding counts, which its administrator receives; one of another account's GuardDuty does not", () => {
  expect(sent(withDetail({ accountId: "444455556666" }))).toMatchObject([{ json: { account: "444455556666" } }]);
  expect(sent({ ...FINDING, account: "444455556666" })).toEqual([]);
});

test("texts of an attacker add no line to a mail", () => {
  const lines = sent(FINDING)[0]!.email.split("\n").length;
  const hostile = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\u2028", "\u0085", "\u202e", " ", "critical") });
  fc.assert(
    fc.property(hostile, hostile, (name, title) => {
      const accessKeyDetails = { userName: `x${name}` };
      const event = withDetail({ title: `x${title}`, resource: { resourceType: "AccessKey", accessKeyDetails } });
      const [alert] = sent(event);
      expect(alert!.email.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(lines);
      expect(alert!.Subject).toMatch(/^[ -~]{1,99}$/);
    }),
  );
});
