import { environmentWith, type Overrides } from "../support/environment";
import { dev, prod } from "../fixtures/environments";
import { stacksOf } from "../support/stacks-in-memory";

const SUBSCRIBERS = [
  { name: "splunk", trustedPrincipals: ["arn:aws:iam::444455556666:role/Splunk"], externalId: "agreed" },
  { name: "constructor", existingRole: "arn:aws:iam::111122223333:role/OIDC_Sentinel" },
];
const ALERTS = { emails: ["security@example.com"] };

const withSiem = (changes: Overrides = {}) =>
  stacksOf(environmentWith({ siem: { subscribers: SUBSCRIBERS }, ...changes }));

describe("an environment with a feed for a SIEM", () => {
  const { archive, alerts } = withSiem({ alerts: ALERTS });
  const outputs = archive.json["output"] as Record<string, { value: unknown }>;

  test("outputs queues and roles by the subscriber's name", () => {
    const queue = (name: string) =>
      `\${${archive.all("aws_sqs_queue").find((one) => one["name"] === `test-audit-feed-${name}`)!.address}.url}`;
    expect(outputs["siem_queue_urls"]!.value).toEqual({ splunk: queue("splunk"), constructor: queue("constructor") });
    expect(outputs["siem_role_arns"]!.value).toEqual({
      splunk: "arn:aws:iam::111122223333:role/test-audit-feed-splunk",
      constructor: "arn:aws:iam::111122223333:role/OIDC_Sentinel",
    });
    expect(outputs).not.toHaveProperty("siem_topic_arn");
  });

  test("sends S3's events to EventBridge, without an option that says so", () => {
    expect(archive.one("aws_s3_bucket_notification")).toMatchObject({ eventbridge: true });
  });

  test("has two alarms for each queue, which the alerts of the archive's account send", () => {
    const alarms = alerts
      .flatMap((stack) => stack.all("aws_cloudwatch_metric_alarm"))
      .filter((alarm) => JSON.stringify(alarm["dimensions"]).includes("audit-feed"));
    const queues = alarms.map(({ dimensions }) => (dimensions as { QueueName: string }).QueueName);
    expect(queues.sort()).toEqual(
      ["constructor", "splunk"].flatMap((name) => [`test-audit-feed-${name}`, `test-audit-feed-${name}-failed`]),
    );
    expect(archive.all("aws_cloudwatch_metric_alarm")).toEqual([]);
  });

  test("is watched by these alerts: its rules, queues, roles and their policies", () => {
    const patterns = alerts
      .flatMap((stack) => stack.all("aws_cloudwatch_event_rule"))
      .map((rule) => String(rule["event_pattern"]));
    const watched = [
      '{"prefix":"test-audit-feed-"}',
      "/111122223333/test-audit-feed-splunk-failed",
      '"test-audit-feed-splunk"',
      "arn:aws:iam::111122223333:policy/test-audit-feed-splunk",
    ];
    expect(watched.filter((text) => !patterns.some((pattern) => pattern.includes(text)))).toEqual([]);
  });
});

test("announces what an organization's trail delivers, and a fleet's accounts", () => {
  const patternOf = (environment: Parameters<typeof stacksOf>[0]) =>
    stacksOf(environment).archive.one("aws_cloudwatch_event_rule", "Siem")["event_pattern"];
  const siem = { subscribers: [SUBSCRIBERS[0]!] };
  expect(patternOf({ ...prod, siem })).toContain('{"wildcard":"AWSLogs/o-a1b2c3d4e5/*/CloudTrail/*.json.gz"}');
  expect(patternOf({ ...dev, siem })).toContain('{"prefix":"AWSLogs/111122223333/CloudTrail/"}');
});

test("without alerts has no alarms, and without subscribers no part of it", () => {
  const { archive, alerts } = withSiem();
  expect(alerts).toEqual([]);
  expect(archive.all("aws_cloudwatch_metric_alarm")).toEqual([]);
  const none = stacksOf(environmentWith()).archive;
  expect(JSON.stringify(none.json)).not.toMatch(/siem|audit-feed/i);
});

test("uses the topic of subscribers with queues of their own", () => {
  const subscriber = {
    ...SUBSCRIBERS[0]!,
    via: "topic",
    accounts: ["111122223333"],
    subscribers: ["arn:aws:iam::444455556666:root"],
  };
  const { archive } = withSiem({ siem: { subscribers: [subscriber] } });
  const outputs = archive.json["output"] as Record<string, { value: unknown }>;
  expect(outputs["siem_topic_arn"]!.value).toBe("arn:aws:sns:eu-central-1:111122223333:test-audit-feed");
  expect(outputs).not.toHaveProperty("siem_queue_urls");
});
