import * as fc from "fast-check";
import { RULES, SCOPES } from "../../../modules/alerts";
import { alertsOf } from "../../../modules/alerts/handler/judge.js";
import { contentOf, messageOf } from "../../../modules/alerts/handler/message.js";
import { ALERT_CASES, recordOf, WATCHED, type CloudTrailRecord } from "../../support/alert-records";
import "../../support/seed";

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:audit-alerts";
const DEPLOY = "arn:aws:iam::111122223333:role/AuditTrailDeploy";
const SETTINGS = { watched: WATCHED, deployRoles: [DEPLOY], partition: "aws", topicArn: TOPIC } as const;

/** Every alert of a record, as it is sent. */
function sent(record: CloudTrailRecord, settings: object = {}) {
  const all = { runbook: undefined, ...SETTINGS, ...settings };
  return alertsOf(record, { rules: RULES, scopes: SCOPES }, all).map((alert) => {
    const message = messageOf(contentOf(alert, record, all), TOPIC);
    const { default: json, email } = JSON.parse(message.Message) as { default: string; email: string };
    return { ...message, email, json: JSON.parse(json) as Record<string, unknown> };
  });
}

const STOPPED = recordOf({
  eventSource: "cloudtrail.amazonaws.com",
  eventName: "StopLogging",
  requestParameters: { name: "audit" },
});

const byDeployRole = {
  userIdentity: {
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/AuditTrailDeploy/ci",
    sessionContext: { sessionIssuer: { arn: DEPLOY } },
  },
};

test("a mail says what, who, where from, when, which resource, how severe, why, and where to go on", () => {
  const [alert] = sent(STOPPED, { runbook: "https://wiki.example.com/audit" });
  expect(alert!.Subject).toBe(
    "[critical] Trail stopped or deleted in 111122223333: StopLogging by role/Administrators",
  );
  expect(alert!.email).toBe(
    [
      "CRITICAL: Trail stopped or deleted in 111122223333: StopLogging by role/Administrators",
      "",
      "Nothing is recorded from now on.",
      "If nobody planned this:",
      "Start logging again with `aws cloudtrail start-logging --name TRAIL`; if the trail is gone, deploy its stack.",
      "",
      "alert     trail-stopped",
      "what      cloudtrail.amazonaws.com StopLogging",
      "resources audit",
      'request   {"name":"audit"}',
      "who       arn:aws:iam::111122223333:role/Administrators",
      "session   mallory",
      "from      198.51.100.7",
      "agent     aws-cli/2.31.0",
      "when      2026-11-27T01:00:00Z",
      "account   111122223333",
      "region    eu-central-1",
      "eventId   11111111-2222-3333-4444-555555555555",
      "runbook   https://wiki.example.com/audit#trail-stopped",
      "console   https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/" +
        "11111111-2222-3333-4444-555555555555",
      "",
    ].join("\n"),
  );
});

test("queues receive the same as JSON, and filters the rule and the severity as attributes", () => {
  const [alert] = sent(STOPPED);
  expect(alert).toMatchObject({
    TopicArn: TOPIC,
    MessageStructure: "json",
    MessageAttributes: {
      alert: { DataType: "String", StringValue: "trail-stopped" },
      severity: { DataType: "String", StringValue: "critical" },
    },
    json: {
      alert: "trail-stopped",
      severity: "critical",
      expected: false,
      resources: ["audit"],
      account: "111122223333",
    },
  });
  expect(alert!.json).not.toHaveProperty("runbook");
});

test.each([
  ["aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudtrailv2/"],
  ["aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/cloudtrailv2/"],
])("in %s the link leads to its own console", (partition, awsRegion, start) => {
  const [alert] = sent({ ...STOPPED, awsRegion }, { partition });
  expect(alert!.json["console"]).toMatch(new RegExp(`^${start.replaceAll(".", "\\.")}`));
});

test("a user is named by ARN, a service by its name, and somebody unknown by what there is", () => {
  const by = (userIdentity: object | undefined) => sent({ ...STOPPED, userIdentity })[0]!.json["who"];
  expect(by({ type: "IAMUser", arn: "arn:aws:iam::111122223333:user/mallory" })).toMatch(/user\/mallory$/);
  expect(by({ type: "AWSService", invokedBy: "support.amazonaws.com" })).toBe("support.amazonaws.com");
  expect(by({ type: "AWSAccount", principalId: "AIDAEXAMPLE" })).toBe("AIDAEXAMPLE");
  expect(by(undefined)).toBe("unknown");
});

test("the subject names a role without account and path, and a call of Lambda without the version of its API", () => {
  const arn = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b2c";
  const [alert] = sent(
    recordOf({
      eventSource: "lambda.amazonaws.com",
      eventName: "PutFunctionConcurrency20171031",
      requestParameters: { functionName: "audit-alerts", reservedConcurrentExecutions: 0 },
      userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { arn } } },
    }),
  );
  expect(alert!.Subject).toBe(
    "[critical] Function of the alerts changed in 111122223333: PutFunctionConcurrency by role/AWSRes...",
  );
  expect(alert!.json).toMatchObject({
    summary: expect.stringMatching(/ by role\/AWSReservedSSO_Admin_0a1b2c$/) as unknown,
    what: "lambda.amazonaws.com PutFunctionConcurrency20171031",
    request: '{"functionName":"audit-alerts","reservedConcurrentExecutions":0}',
    who: arn,
  });
});

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  "%s has a headline that leaves room for the caller",
  (_, rule) => {
    expect(rule.title).toMatch(/^[A-Z][a-z].{0,38}[a-z]$|MFA$/);
    expect(rule.firstStep).toMatch(/^[A-Z].*\.$/);
  },
);

test("a long request is cut, but not within a character", () => {
  const [alert] = sent({ ...STOPPED, requestParameters: { name: "audit", more: "\u{1f600}".repeat(50_000) } });
  expect(alert!.json["request"]).toMatch(/^\{"name":"audit","more":"(?:\u{1f600})+\.\.\.$/u);
  expect(sent({ ...STOPPED, userIdentity: null })[0]!.json["who"]).toBe("unknown");
});

describe("deploy roles", () => {
  const callsBy = (identity: object) =>
    Object.entries(ALERT_CASES).flatMap(([id, { eventSource, events, naming }]) =>
      events.map((eventName) => {
        const record = recordOf({ eventSource, eventName, ...naming[0], ...identity });
        return { eventName, alert: sent(record).find(({ json }) => json["alert"] === id) };
      }),
    );

  test("lower what deployments do to info, and drop nothing", () => {
    const record = recordOf({
      ...byDeployRole,
      eventSource: "kms.amazonaws.com",
      eventName: "PutKeyPolicy",
      ...ALERT_CASES["key-policy"]!.naming[0],
    });
    const [alert] = sent(record);
    expect(alert!.json).toMatchObject({ alert: "key-policy", severity: "info", expected: true });
    expect(alert!.MessageAttributes.severity.StringValue).toBe("info");
    expect(alert!.email).toContain("A deploy role did it");
    // The other cases are about other identities.
    const raised = callsBy(byDeployRole).filter((call) => call.alert !== undefined);
    expect(raised).toHaveLength(callsBy({}).length - ["RunInstances", "DescribeInstances", "ConsoleLogin"].length);
  });

  test.each(["StopLogging", "DeleteTrail", "DisableKey", "ScheduleKeyDeletion", "DeleteBucket", "AssumeRole"])(
    "never lower %s",
    (name) => {
      const raised = callsBy(byDeployRole).filter(({ eventName }) => eventName === name);
      expect(raised.map(({ alert }) => alert!.json["severity"])).toEqual(["critical"]);
    },
  );

  test("are recognized by the role that AWS states, not by what callers choose", () => {
    const record = recordOf({
      eventSource: "kms.amazonaws.com",
      eventName: "PutKeyPolicy",
      ...ALERT_CASES["key-policy"]!.naming[0],
      userAgent: DEPLOY,
      userIdentity: {
        type: "AssumedRole",
        arn: `arn:aws:sts::111122223333:assumed-role/Other/${DEPLOY}`,
        sessionContext: { sessionIssuer: { arn: `${DEPLOY}2` } },
      },
    });
    expect(sent(record)[0]!.json["severity"]).toBe("critical");
  });
});

test("texts of an attacker add no line to a mail, no property to the JSON and nothing strange to the subject", () => {
  const hostile = fc.string({
    unit: fc.oneof(fc.constantFrom("\n", "\r", "\u2028", "\u0085", "\u202e", '"', "\\", "a"), fc.string()),
    maxLength: 600,
  });
  const { json, email } = sent(STOPPED)[0]!;
  fc.assert(
    fc.property(hostile, hostile, (agent, session) => {
      const [alert] = sent({
        ...STOPPED,
        userAgent: `x\nseverity  info\n${agent}`,
        userIdentity: {
          ...(STOPPED["userIdentity"] as object),
          arn: `arn:aws:sts::111122223333:assumed-role/Administrators/${session}\nexpected true`,
        },
      });
      expect(alert!.email.split("\n")).toHaveLength(email.split("\n").length);
      expect(alert!.email.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(Object.keys(alert!.json)).toEqual(Object.keys(json));
      expect(String(alert!.json["agent"]).length).toBeLessThanOrEqual(403);
      expect(alert!.Subject).toMatch(/^[ -~]{1,99}$/);
    }),
  );
});

test("a name beyond ASCII or the limit of a subject is replaced or cut there only", () => {
  const arn = `arn:aws:iam::111122223333:user/${"ä".repeat(120)}`;
  const [alert] = sent({ ...STOPPED, userIdentity: { type: "IAMUser", arn } });
  expect(alert!.Subject).toMatch(
    /^\[critical\] Trail stopped or deleted in 111122223333: StopLogging by user\/\?+\.\.\.$/,
  );
  expect(alert!.Subject).toHaveLength(99);
  expect(alert!.json["who"]).toBe(arn);
});
