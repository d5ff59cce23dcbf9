import { dependable, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { Construct } from "constructs";
import { awaitable } from "../dependencies";
import { assertKnown, unknownOptions, type KeysOf } from "../known-options";
import { isArnOf, type Statement } from "../policy";
import { invalidArn, assertValid, type Problem } from "../validation";
import type { BucketBase } from "./bucket-base";

export interface NotificationTarget {
  /** ARN of the queue or topic, in the bucket's Region. */
  readonly arn: string;
  /** @default every created object */
  readonly events?: readonly string[];
  /** Only for object keys that begin with this. @default all */
  readonly prefix?: string;
  /** Only for object keys that end with this. @default all */
  readonly suffix?: string;
}

export interface BucketNotificationsProps {
  readonly bucket: BucketBase;
  /** Sends every event to EventBridge, where rules select. @default true */
  readonly eventBridge?: boolean;
  /** Their policies must let S3 send: see `notificationStatement`. @default none */
  readonly queues?: readonly NotificationTarget[];
  /** Their policies must let S3 publish. @default none */
  readonly topics?: readonly NotificationTarget[];
  /** The targets' policies: S3 tests each target when this resource is created. @default none */
  readonly dependsOn?: ITerraformDependable[];
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * Reports new objects to EventBridge, queues and topics. S3 keeps one configuration per bucket, so create only one of
 * these for each bucket.
 */
export class BucketNotifications extends Construct {
  readonly bucket: BucketBase;
  /** Whether EventBridge receives the bucket's events. */
  readonly eventBridge: boolean;

  private readonly resource: S3BucketNotification;
  private readonly topics: NotificationTarget[];
  private readonly expected: string[] = [];

  constructor(scope: Construct, id: string, props: BucketNotificationsProps) {
    assertKnown(scope, id, props, OPTIONS, "bucket");
    super(scope, id);
    const { bucket, eventBridge = true, queues = [], topics = [], dependsOn, provider } = props;
    assertValid(this, [
      !eventBridge &&
        queues.length + topics.length === 0 &&
        "one of eventBridge, queues and topics is required, got none",
      ...queues.flatMap((queue, index) => targetProblems(`queues[${index}]`, queue, "sqs")),
      ...topics.flatMap((topic, index) => targetProblems(`topics[${index}]`, topic, "sns")),
    ]);
    this.bucket = bucket;
    this.eventBridge = eventBridge;
    this.topics = [...topics];
    this.resource = new S3BucketNotification(this, "Notification", {
      bucket: bucket.bucketName,
      eventbridge: eventBridge,
      queue: queues.map((queue) => ({ queueArn: queue.arn, ...filter(queue) })),
      topic: topics.map((topic) => ({ topicArn: topic.arn, ...filter(topic) })),
      provider,
    });
    this.expected.push(...awaitable(this, [bucket.policyResource, ...(dependsOn ?? [])]).map(dependable));
    this.resource.dependsOn = this.expected;
  }

  /** Adds a topic. `policy` carries its policy, which must let S3 publish: S3 tests that. */
  addTopic(topic: NotificationTarget, policy: ITerraformDependable): void {
    assertValid(this, [...unknownOptions(topic, TARGET_OPTIONS, "topic."), ...targetProblems("topic", topic, "sns")]);
    this.topics.push(topic);
    this.resource.putTopic(withoutCovered(this.topics).map((one) => ({ topicArn: one.arn, ...filter(one) })));
    this.expected.push(
      ...awaitable(this, [policy])
        .map(dependable)
        .filter((one) => !this.expected.includes(one)),
    );
  }
}

/** The statement with which the policy of a queue or topic lets S3 send it this bucket's notifications. */
export function notificationStatement(bucket: BucketBase, targetArn: string): Statement {
  const queue = isArnOf(targetArn, "sqs", "");
  assertValid(bucket, [
    !queue &&
      !isArnOf(targetArn, "sns", "") &&
      `targetArn must be the ARN of a queue or topic, known at synth, got "${targetArn}"`,
  ]);
  return {
    Sid: "S3SendsNotifications",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: queue ? "sqs:SendMessage" : "sns:Publish",
    Resource: targetArn,
    Condition: {
      ArnEquals: { "aws:SourceArn": bucket.arn },
      StringEquals: { "aws:SourceAccount": bucket.location.account },
    },
  };
}

/**
 * S3 refuses a target with the same events under a prefix that is within another's.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function withoutCovered(targets: readonly NotificationTarget[]): NotificationTarget[] {
  const covers = (one: NotificationTarget, other: NotificationTarget) =>
    one.arn === other.arn && one.suffix === other.suffix && (other.prefix ?? "").startsWith(one.prefix ?? "");
  return targets.filter(
    (target, index) =>
      !targets.some((other, at) => at !== index && covers(other, target) && (!covers(target, other) || at < index)),
  );
}

function filter({ events = ["s3:ObjectCreated:*"], prefix, suffix }: NotificationTarget) {
  return { events: [...events], filterPrefix: prefix, filterSuffix: suffix };
}

function targetProblems(option: string, { arn, events }: NotificationTarget, service: string): Problem[] {
  return [
    invalidArn(`${option}.arn`, arn, service, ""),
    events?.length === 0 && `${option}.events must not be empty`,
    ...(events ?? []).map(
      (event) =>
        !/^s3:[A-Za-z]+(:([A-Za-z]+|\*))?$/.test(event) &&
        `${option}.events must be like "s3:ObjectCreated:*", got "${event}"`,
    ),
  ];
}

const TARGET_OPTIONS: KeysOf<NotificationTarget> = { arn: true, events: "list", prefix: true, suffix: true };

const OPTIONS: KeysOf<BucketNotificationsProps> = {
  bucket: true,
  dependsOn: "list",
  eventBridge: "flag",
  provider: true,
  queues: TARGET_OPTIONS,
  topics: TARGET_OPTIONS,
};
