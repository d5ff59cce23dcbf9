import { matchesPattern } from "../../support/event-pattern";
import { ACCOUNT, logFile, synthFeed, type FeedOptions } from "../../support/log-feed";
import type { Synthesized } from "../../support/synth";

const ORGANIZATION = "o-a1b2c3d4e5";

const plain = synthFeed();

function eventOf(key: string, fields: object = {}, bucket = "audit-logs") {
  const object = { key, size: 4711, etag: "0a1b2c3d", sequencer: "0055AED6DCD90281E5" };
  return {
    source: "aws.s3",
    "detail-type": "Object Created",
    account: ACCOUNT,
    region: "eu-central-1",
    time: "2026-11-27T01:00:00Z",
    detail: { bucket: { name: bucket }, object, reason: "PutObject" },
    ...fields,
  };
}

function isAnnounced(stack: Synthesized, event: object): boolean {
  const rule = stack.one("aws_cloudwatch_event_rule", "Subscriber0_");
  return matchesPattern(JSON.parse(rule["event_pattern"] as string) as never, event);
}

describe("what is announced", () => {
  const ofOrganization: FeedOptions = {
    archive: {
      trails: [
        {
          account: ACCOUNT,
          region: "eu-central-1",
          name: "audit",
          organization: { id: ORGANIZATION, managementAccount: ACCOUNT },
        },
      ],
    },
    subscribers: [{ organizationId: ORGANIZATION }],
  };
  const listed: FeedOptions = { subscribers: [{ accounts: [ACCOUNT], regions: ["eu-central-1"] }] };
  const prefixed: FeedOptions = {
    archive: { trails: [{ account: ACCOUNT, region: "eu-central-1", name: "audit", prefix: "trails/audit" }] },
    subscribers: [{ prefix: "trails/audit" }],
  };
  const other = "444455556666";

  test.each<[string, FeedOptions, string, boolean]>([
    ["a log file", {}, logFile(ACCOUNT), true],
    ["one of another account", {}, logFile(other), true],
    ["one of network activity", {}, logFile(ACCOUNT, "CloudTrail-NetworkActivity"), true],
    ["no digest", {}, logFile(ACCOUNT, "CloudTrail-Digest"), false],
    ["no Insights file", {}, logFile(ACCOUNT, "CloudTrail-Insight"), false],
    ["nothing outside AWSLogs", {}, `copy/${logFile(ACCOUNT)}`, false],
    ["no other file in the folder", {}, `AWSLogs/${ACCOUNT}/CloudTrail/`, false],
    ["a log file of an organization", ofOrganization, logFile(other, "CloudTrail", `AWSLogs/${ORGANIZATION}`), true],
    ["none of its digests", ofOrganization, logFile(other, "CloudTrail-Digest", `AWSLogs/${ORGANIZATION}`), false],
    ["none of another organization", ofOrganization, logFile(other, "CloudTrail", "AWSLogs/o-zzzzzzzzzz"), false],
    ["a log file under a prefix", prefixed, logFile(ACCOUNT, "CloudTrail", "trails/audit/AWSLogs"), true],
    ["none under another", prefixed, logFile(ACCOUNT), false],
    ["a log file of a listed account and Region", listed, logFile(ACCOUNT), true],
    ["none of its digests", listed, logFile(ACCOUNT, "CloudTrail-Digest"), false],
    ["none of another account", listed, logFile(other), false],
    ["none of another Region", listed, logFile(ACCOUNT, "CloudTrail", "AWSLogs", "eu-west-1"), false],
  ])("%s", (_, options, key, announced) => {
    expect(isAnnounced(synthFeed(options), eventOf(key))).toBe(announced);
  });

  test.each<[string, object]>([
    ["of another bucket", eventOf(logFile(ACCOUNT), {}, "other-logs")],
    ["of a bucket of another account", eventOf(logFile(ACCOUNT), { account: other })],
    ["that somebody puts on the bus", eventOf(logFile(ACCOUNT), { source: "custom.s3" })],
    ["about a deletion", eventOf(logFile(ACCOUNT), { "detail-type": "Object Deleted" })],
  ])("no event %s", (_, event) => {
    expect(isAnnounced(plain, eventOf(logFile(ACCOUNT)))).toBe(true);
    expect(isAnnounced(plain, event)).toBe(false);
  });

  test("the message has the form of S3's own notifications", () => {
    const { input_transformer } = plain.one("aws_cloudwatch_event_target", "Subscriber0_");
    const { input_paths, input_template } = input_transformer as {
      input_paths: Record<string, string>;
      input_template: string;
    };
    const event = eventOf(logFile(ACCOUNT));
    const at = (path: string) =>
      path
        .replace("$.", "")
        .split(".")
        .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], event);
    const text = input_template.replace(/<(\w+)>/g, (_, name: string) => String(at(input_paths[name]!)));
    expect(JSON.parse(text)).toEqual({
      Records: [
        {
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: "eu-central-1",
          eventTime: "2026-11-27T01:00:00Z",
          eventName: "ObjectCreated:Put",
          s3: {
            s3SchemaVersion: "1.0",
            configurationId: "audit-trail",
            bucket: { name: "audit-logs", arn: "arn:aws:s3:::audit-logs" },
            object: { key: logFile(ACCOUNT), size: 4711, eTag: "0a1b2c3d", sequencer: "0055AED6DCD90281E5" },
          },
        },
      ],
    });
  });

  test("without a second configuration of the bucket's notifications", () => {
    const stack = synthFeed({ subscribers: [{}, { name: "elastic" }] });
    expect(stack.all("aws_s3_bucket_notification")).toMatchObject([{ eventbridge: true }]);
    expect(
      stack.all("aws_cloudwatch_event_rule").filter(({ name }) => String(name).startsWith("audit-feed")),
    ).toHaveLength(2);
  });
});
