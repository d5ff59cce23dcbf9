import type { Caller, Context } from "../../../cli/policy/evaluate";
import { decisionOn, principal, service } from "../../support/evaluated";
import { ACCOUNT, synthFeed } from "../../support/log-feed";
import { statement, statementsOf } from "../../support/synth";

describe('via "topic"', () => {
  const SNOWFLAKE = "arn:aws:iam::777788889999:user/snowflake";
  const topicSubscriber = { name: "snowflake", via: "topic", accounts: [ACCOUNT], subscribers: [SNOWFLAKE] } as const;
  const stack = synthFeed({
    subscribers: [
      topicSubscriber,
      {},
      { ...topicSubscriber, name: "panther", regions: ["eu-west-1"], subscribers: [`arn:aws:iam::444455556666:root`] },
    ],
  });
  const topic = `arn:aws:sns:eu-central-1:${ACCOUNT}:audit-feed`;
  const text = stack.one("aws_sns_topic_policy", "Feed_")["policy"];
  const decision = (caller: Caller, action: string, context: Context = {}) =>
    decisionOn(caller, action, topic, text, context);

  test("S3 announces log files by prefix, in the one configuration, where prefixes do not overlap", () => {
    const [notification, ...others] = stack.all("aws_s3_bucket_notification");
    expect(others).toEqual([]);
    expect(notification).toMatchObject({
      eventbridge: true,
      topic: [
        { topic_arn: topic, events: ["s3:ObjectCreated:*"], filter_prefix: `AWSLogs/${ACCOUNT}/CloudTrail/` },
        { topic_arn: topic, filter_prefix: `AWSLogs/${ACCOUNT}/CloudTrail-NetworkActivity/` },
      ],
    });
    expect((notification!["topic"] as unknown[]).length).toBe(2);
    expect(notification!["depends_on"]).toContain(stack.one("aws_sns_topic_policy", "Feed_").address);
  });

  test("the bucket alone publishes", () => {
    const publishes = (caller: Caller) => decision(caller, "sns:Publish");
    expect(publishes(service("s3.amazonaws.com", "arn:aws:s3:::audit-logs"))).toBe("allowed");
    expect(publishes(service("s3.amazonaws.com", "arn:aws:s3:::other"))).toBe("denied");
    expect(publishes(service("s3.amazonaws.com", "arn:aws:s3:::audit-logs", "444455556666"))).toBe("denied");
    expect(publishes(service("events.amazonaws.com", "arn:aws:s3:::audit-logs"))).toBe("denied");
    expect(publishes(principal(SNOWFLAKE))).toBe("denied");
  });

  test("the named subscribe queues, and nothing else", () => {
    const subscribes = (arn: string, protocol: string) =>
      decision(principal(arn), "sns:Subscribe", { "sns:Protocol": protocol });
    expect(subscribes(SNOWFLAKE, "sqs")).toBe("allowed");
    expect(subscribes(SNOWFLAKE, "https")).toBe("denied");
    expect(subscribes("arn:aws:iam::444455556666:role/Any", "sqs")).toBe("allowed");
    expect(subscribes("arn:aws:iam::777788889999:user/other", "sqs")).toBe("denied");
  });

  test("the key of the logs encrypts the topic, for messages of the bucket alone", () => {
    const key = stack.one("aws_kms_key", "Archive_");
    expect(stack.one("aws_sns_topic", "Feed_")["kms_master_key_id"]).toBe(`\${${key.address}.arn}`);
    expect(statement(key["policy"], "S3AnnouncesLogFiles")).toMatchObject({
      Principal: { Service: "s3.amazonaws.com" },
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::audit-logs" },
        StringEquals: { "aws:SourceAccount": ACCOUNT, "kms:EncryptionContext:aws:sns:topicArn": topic },
      },
    });
  });

  test("has the role to read with, and no queue", () => {
    expect(stack.all("aws_sqs_queue").map(({ name }) => name)).toEqual([
      "audit-alerts-failed",
      "audit-feed-splunk-failed",
      "audit-feed-splunk",
    ]);
    expect(stack.all("aws_iam_role").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["audit-feed-snowflake", "audit-feed-panther"]),
    );
  });

  test("a role of the bucket's account subscribes by IAM alone", () => {
    const existingRole = `arn:aws:iam::${ACCOUNT}:role/forwarder`;
    const nobody = { subscribers: undefined, trustedPrincipals: undefined, externalId: undefined };
    const own = synthFeed({ subscribers: [{ ...topicSubscriber, ...nobody, existingRole }] });
    const sids = statementsOf(own.one("aws_sns_topic_policy", "Feed_")["policy"]).map(({ Sid }) => Sid);
    expect(sids).toEqual(["S3SendsNotifications", "DenyInsecureTransport"]);
  });
});
