import { Alerts } from "../../../modules/alerts";
import { ALERTS } from "../../support/alerts";
import { ACCOUNT, queueNamed, SIEM_ROLE, synthFeed, type FeedOptions } from "../../support/log-feed";

const ORGANIZATION = "o-a1b2c3d4e5";

const plain = synthFeed();

describe("the queue", () => {
  const queue = queueNamed(plain, "audit-feed-splunk");
  const letters = queueNamed(plain, "audit-feed-splunk-failed");

  test("keeps messages for 14 days, gives a consumer 15 minutes, and sets aside what fails five times", () => {
    expect(queue).toMatchObject({
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 1_209_600,
      visibility_timeout_seconds: 900,
      receive_wait_time_seconds: 20,
    });
    expect(JSON.parse(queue["redrive_policy"] as string)).toEqual({
      deadLetterTargetArn: `\${${letters.address}.arn}`,
      maxReceiveCount: 5,
    });
    expect(letters).toMatchObject({ sqs_managed_sse_enabled: true, message_retention_seconds: 1_209_600 });
  });

  test("is the rule's target, and the dead-letter queue takes what cannot be sent", () => {
    expect(plain.one("aws_cloudwatch_event_target", "Subscriber0_")).toMatchObject({
      rule: `\${${plain.one("aws_cloudwatch_event_rule", "Subscriber0_").address}.name}`,
      arn: `\${${queue.address}.arn}`,
      dead_letter_config: { arn: `\${${letters.address}.arn}` },
    });
  });

  test("is watched: its oldest message, and its dead letters", () => {
    const alarms = plain.all("aws_cloudwatch_metric_alarm").filter(({ namespace }) => namespace === "AWS/SQS");
    expect(
      alarms.map(({ alarm_name, metric_name, dimensions, threshold }) => [
        alarm_name,
        metric_name,
        dimensions,
        threshold,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [
          "audit-alerts-audit-feed-splunk-late",
          "ApproximateAgeOfOldestMessage",
          { QueueName: "audit-feed-splunk" },
          3600,
        ],
        [
          "audit-alerts-audit-feed-splunk-failed",
          "ApproximateNumberOfMessagesVisible",
          { QueueName: "audit-feed-splunk-failed" },
          1,
        ],
      ]),
    );
    for (const { alarm_actions } of alarms) {
      expect(alarm_actions).toEqual([`arn:aws:sns:eu-central-1:${ACCOUNT}:audit-alerts`]);
    }
  });
});

describe("bad input is refused with what to do", () => {
  const refused = (options: FeedOptions) => {
    try {
      synthFeed(options);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each<[string, FeedOptions, string]>([
    [
      "a name that is too long",
      { feed: () => ({ name: "a".repeat(41) }) },
      "test/Feed: name must be 1 to 40 lower-case letters",
    ],
    [
      "a subscriber's name",
      { subscribers: [{ name: "Splunk" }] },
      "test/Subscriber0: name must be 1 to 20 lower-case letters",
    ],
    [
      "a name twice",
      { subscribers: [{}, {}] },
      'test/Feed: names of subscribers must differ, got "splunk" more than once',
    ],
    [
      "nobody who reads",
      { subscribers: [{ trustedPrincipals: [] }] },
      "trustedPrincipals or existingRole must name who reads, got neither",
    ],
    [
      "no external id",
      { subscribers: [{ externalId: undefined }] },
      `externalId must be given for ${SIEM_ROLE} of another account`,
    ],
    [
      "two roles",
      { subscribers: [{ existingRole: SIEM_ROLE }] },
      "existingRole must not be given with trustedPrincipals or externalId",
    ],
    [
      "all accounts via topic",
      { subscribers: [{ via: "topic", subscribers: [SIEM_ROLE] }] },
      'accounts must be listed via "topic", got "all"',
    ],
    [
      "nobody via topic",
      { subscribers: [{ via: "topic", accounts: [ACCOUNT] }] },
      'subscribers must name who subscribes via "topic", got none',
    ],
    [
      "subscribers via queue",
      { subscribers: [{ subscribers: [SIEM_ROLE] }] },
      'subscribers must be given via "topic" only',
    ],
    ["another way", { subscribers: [{ via: "email" as "queue" }] }, 'via must be one of "queue", "topic", got "email"'],
    [
      "a timeout",
      { subscribers: [{ visibilityTimeoutSeconds: 43_201 }] },
      "visibilityTimeoutSeconds must be 0 to 43200 seconds, got 43201",
    ],
    [
      "a prefix of no trail",
      { subscribers: [{ prefix: "trails" }] },
      'prefix and organizationId must be those of a trail that delivers into audit-logs, got "trails" and none; trails deliver under "" and none',
    ],
    [
      "an organization of no trail",
      { subscribers: [{ organizationId: ORGANIZATION }] },
      `got "" and ${ORGANIZATION}; trails deliver under "" and none`,
    ],
    [
      "more than a pattern takes",
      { subscribers: [{ accounts: Array.from({ length: 40 }, (_, index) => String(100000000000 + index)) }] },
      "accounts and regions must fit into the 2048 characters of an EventBridge pattern, got",
    ],
  ])("%s", (_, options, problem) => {
    expect(refused(options)).toContain(problem);
  });

  test.each<[string, FeedOptions["feed"], string]>([
    [
      "a bucket that sends nothing to EventBridge",
      ({ bucket }) => ({ notifications: { bucket, eventBridge: false as true } }),
      "test/Feed: notifications must have eventBridge: rules there select the log files, got false",
    ],
    [
      "a bucket without a known key",
      ({ accessLogBucket: bucket }) => ({ notifications: { bucket, eventBridge: true } }),
      "test/Feed: notifications must be of a bucket with a known key, got audit-logs-access-logs without",
    ],
    [
      "alerts in another Region",
      (_, alerts) => ({
        alerts: new Alerts(alerts, "Other", {
          ...ALERTS,
          region: "eu-west-1",
          watch: { trails: [`arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/audit`] },
        }),
      }),
      "alerts must be in account 111122223333 and Region eu-central-1 of audit-logs, got audit-alerts in 111122223333 and eu-west-1",
    ],
  ])("%s", (_, feed, problem) => {
    expect(refused({ feed })).toContain(problem);
  });

  test('via "topic", notifications that somebody else configures', () => {
    const feed: FeedOptions["feed"] = ({ bucket }) => ({ notifications: { bucket, eventBridge: true } });
    expect(refused({ feed })).toBe("");
    expect(refused({ feed, subscribers: [{ via: "topic", accounts: [ACCOUNT], subscribers: [SIEM_ROLE] }] })).toContain(
      'notifications must be a BucketNotifications for subscribers via "topic"',
    );
  });
});
