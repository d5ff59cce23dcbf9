import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import {
  BucketNotifications,
  ExistingBucket,
  notificationStatement,
  type BucketNotificationsProps,
  type NotificationTarget,
} from "../../../modules/bucket";
import { synthStack, type Resource, type Synthesized } from "../../support/synth";

const QUEUE_ARN = "arn:aws:sqs:eu-central-1:111122223333:new-logs";
const TOPIC_ARN = "arn:aws:sns:eu-central-1:111122223333:new-logs";
const LOGS = { account: "111122223333", region: "eu-central-1", bucketName: "audit-logs" };

type Options = Omit<BucketNotificationsProps, "bucket">;

function synthNotifications(options: Options = {}): Synthesized {
  return synthStack((scope) => {
    const bucket = new ExistingBucket(scope, "Logs", LOGS);
    new BucketNotifications(scope, "Notifications", { bucket, ...options });
  });
}

const notificationOf = (options?: Options): Resource => synthNotifications(options).one("aws_s3_bucket_notification");

function expectRefusal(options: Options, ...problems: string[]): void {
  const message = problems.map((problem) => `test/Notifications: ${problem}`).join("\n");
  expect(() => synthNotifications(options)).toThrow(new Error(message));
}

test("by default every event goes to EventBridge and nowhere else, once the policy stands", () => {
  const stack = synthNotifications();
  expect(stack.counts).toEqual({ aws_s3_bucket_policy: 1, aws_s3_bucket_notification: 1 });
  const { "//": metadata, address, ...rest } = stack.one("aws_s3_bucket_notification");
  expect(metadata).toBeDefined();
  expect(address).toMatch(/^aws_s3_bucket_notification\.Notifications_/);
  expect(rest).toEqual({
    bucket: "audit-logs",
    eventbridge: true,
    queue: [],
    topic: [],
    depends_on: [stack.one("aws_s3_bucket_policy").address],
  });
});

describe.each([
  ["queue", "queues", "queue_arn", QUEUE_ARN],
  ["topic", "topics", "topic_arn", TOPIC_ARN],
] as const)("a %s", (block, option, argument, arn) => {
  test("hears of every created object, beside EventBridge", () => {
    expect(notificationOf({ [option]: [{ arn }] })).toMatchObject({
      eventbridge: true,
      [block]: [{ [argument]: arn, events: ["s3:ObjectCreated:*"] }],
    });
  });

  test("hears alone where EventBridge is not wanted", () => {
    expect(notificationOf({ eventBridge: false, [option]: [{ arn }] })["eventbridge"]).toBe(false);
  });

  test("hears of the events, keys and endings that were asked for", () => {
    const target: NotificationTarget = {
      arn,
      events: ["s3:ObjectRemoved:*", "s3:LifecycleExpiration:Delete"],
      prefix: "AWSLogs/",
      suffix: ".json.gz",
    };
    expect(notificationOf({ [option]: [target, { arn: `${arn}-2` }] })[block]).toEqual([
      {
        [argument]: arn,
        events: ["s3:ObjectRemoved:*", "s3:LifecycleExpiration:Delete"],
        filter_prefix: "AWSLogs/",
        filter_suffix: ".json.gz",
      },
      { [argument]: `${arn}-2`, events: ["s3:ObjectCreated:*"] },
    ]);
  });

  test("must have the ARN of its kind", () => {
    const service = block === "queue" ? "sqs" : "sns";
    const other = block === "queue" ? TOPIC_ARN : QUEUE_ARN;
    const allowed = `an ARN like "arn:aws:${service}:...:..."`;
    expectRefusal(
      { [option]: [{ arn }, { arn: other }, { arn: "new-logs" }] },
      `${option}[1].arn must be ${allowed}, got "${other}"`,
      `${option}[2].arn must be ${allowed}, got "new-logs"`,
    );
  });

  test("must hear of something", () => {
    expectRefusal({ [option]: [{ arn, events: [] }] }, `${option}[0].events must not be empty`);
  });

  test.each(["ObjectCreated", "s3:ObjectCreated:", "s3:", "my-s3:ObjectCreated:*", "s3:ObjectCreated:*:*"])(
    'must not hear of "%s"',
    (event) => {
      expectRefusal(
        { [option]: [{ arn, events: ["s3:ObjectCreated:*", event] }] },
        `${option}[0].events must be like "s3:ObjectCreated:*", got "${event}"`,
      );
    },
  );

  test.each(["s3:ObjectAcl:Put", "s3:Replication:OperationFailedReplication", "s3:LifecycleTransition"])(
    "may hear of %s",
    (event) => {
      expect(notificationOf({ [option]: [{ arn, events: [event] }] })[block]).toEqual([
        { [argument]: arn, events: [event] },
      ]);
    },
  );
});

test("notifications of nothing to nobody are refused", () => {
  expectRefusal({ eventBridge: false }, "one of eventBridge, queues and topics is required, got none");
});

test("the targets' policies are awaited too", () => {
  const stack = synthStack((scope) => {
    const queue = new SqsQueue(scope, "Queue", { name: "new-logs" });
    const bucket = new ExistingBucket(scope, "Logs", LOGS);
    new BucketNotifications(scope, "Notifications", { bucket, queues: [{ arn: queue.arn }], dependsOn: [queue] });
  });
  const queue = stack.one("aws_sqs_queue").address;
  expect(stack.one("aws_s3_bucket_notification")).toMatchObject({
    queue: [{ queue_arn: `\${${queue}.arn}`, events: ["s3:ObjectCreated:*"] }],
    depends_on: [stack.one("aws_s3_bucket_policy").address, queue],
  });
});

test("a provider reaches them", () => {
  const stack = synthStack((scope) => {
    const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
    const bucket = new ExistingBucket(scope, "Logs", LOGS);
    new BucketNotifications(scope, "Notifications", { bucket, provider });
  });
  expect(stack.one("aws_s3_bucket_notification")["provider"]).toBe("aws.other");
});

describe("what a target's policy must say", () => {
  test.each([
    ["sqs:SendMessage", QUEUE_ARN],
    ["sns:Publish", TOPIC_ARN],
  ])("lets S3 %s for this bucket of this account only", (Action, targetArn) => {
    synthStack((scope) => {
      expect(notificationStatement(new ExistingBucket(scope, "Logs", LOGS), targetArn)).toEqual({
        Sid: "S3SendsNotifications",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action,
        Resource: targetArn,
        Condition: {
          ArnEquals: { "aws:SourceArn": "arn:aws:s3:::audit-logs" },
          StringEquals: { "aws:SourceAccount": "111122223333" },
        },
      });
    });
  });

  test("is refused for a target whose ARN is not known yet", () => {
    synthStack((scope) => {
      const queue = new SqsQueue(scope, "Queue", { name: "new-logs" });
      const bucket = new ExistingBucket(scope, "Logs", LOGS);
      expect(() => notificationStatement(bucket, queue.arn)).toThrow();
    });
  });
});
