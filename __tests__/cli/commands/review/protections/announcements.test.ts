import { found } from "../../../../support/protection-findings";

const TOPIC = {
  topic_arn: "arn:aws:sns:eu-central-1:111122223333:audit-feed",
  events: ["s3:ObjectCreated:*"],
  filter_prefix: "AWSLogs/111122223333/CloudTrail/",
  filter_suffix: "",
};
const NOTIFICATION = { bucket: "audit-logs", eventbridge: true, topic: [TOPIC], queue: [] };
const LINE =
  '"s3:ObjectCreated:* of AWSLogs/111122223333/CloudTrail/* to arn:aws:sns:eu-central-1:111122223333:audit-feed"';

test.each<[string, object, string]>([
  ["no longer sends to EventBridge", { eventbridge: false }, "announcements-off: eventbridge: true -> false"],
  ["loses its topic", { topic: [] }, `announcements-off: topic no longer has ${LINE}`],
  [
    "announces less",
    { topic: [{ ...TOPIC, filter_prefix: "AWSLogs/111122223333/CloudTrail/us-east-1/" }] },
    `announcements-off: topic no longer has ${LINE}`,
  ],
])("a bucket that %s is reported", (_, change, finding) => {
  expect(found("aws_s3_bucket_notification", NOTIFICATION, { ...NOTIFICATION, ...change })).toEqual([finding]);
});

test("a bucket that announces more is not", () => {
  const more = { topic: [TOPIC, { ...TOPIC, filter_prefix: "AWSLogs/111122223333/CloudTrail-NetworkActivity/" }] };
  expect(found("aws_s3_bucket_notification", NOTIFICATION, { ...NOTIFICATION, ...more })).toEqual([]);
  expect(found("aws_s3_bucket_notification", { ...NOTIFICATION, eventbridge: false }, NOTIFICATION)).toEqual([]);
});
