import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { LogReaderRole } from "../access";
import type { ReaderScope } from "../access/log-scope";
import { atSynth } from "../at-synth";
import { deadLettersName } from "../derived-names";
import { consumes, EventQueue, type EventQueueProps } from "../event-queue";
import { assertKnown, type KeysOf } from "../known-options";
import { arnsIn, renderPolicy } from "../policy";
import { assertValid } from "../validation";
import { queueAlarms } from "./alarms";
import { arrivalPattern, logPrefixes, s3Notification } from "./arrivals";
import type { LogFeed } from "./log-feed";
import { SUBSCRIBER_OPTIONS, type SubscriberOptions } from "./options";
import { deliveryProblems, patternProblem, subscriberProblems } from "./problems";

export interface LogFeedSubscriberProps extends SubscriberOptions {
  /** In the stack of the bucket, whose key policy names the subscriber's role. */
  readonly feed: LogFeed;
}

/** After so many failures to process a message, it goes to the dead-letter queue. */
const MAX_RECEIVES = 5;

/** For which a message is hidden while it is processed, by default. */
const VISIBILITY_SECONDS = 900;

/**
 * A SIEM, or another consumer of log files: a role that reads the log files in scope, and a queue with a message for
 * each of them, in the form of S3's own notifications.
 *
 * Has a rule of its own, so that it hears only of files that its role may read.
 */
export class LogFeedSubscriber extends Construct {
  /** `undefined` for an existing role. */
  readonly role: LogReaderRole | undefined;
  /** Of the role that reads. */
  readonly roleArn: string;
  /** `undefined` via topic, like `deadLetters`. */
  readonly queue: EventQueue | undefined;
  readonly deadLetters: EventQueue | undefined;
  /** What the subscriber's queue subscribes to. `undefined` via queue. */
  readonly topicArn: string | undefined;

  private readonly feed: LogFeed;

  constructor(scope: Construct, id: string, props: LogFeedSubscriberProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    const { feed, via = "queue", existingRole, accounts, regions, prefix, organizationId } = props;
    const logs: ReaderScope = { accounts, regions, prefix, organizationId };
    assertValid(this, subscriberProblems(feed, props));
    this.node.addValidation({ validate: () => deliveryProblems(feed.bucket, logs) });
    this.feed = feed;
    const name = feed.nameFor(props.name);
    this.role = existingRole === undefined ? this.createRole(name, props, logs) : undefined;
    this.roleArn = existingRole ?? this.role!.arn;
    if (this.role) feed.bucket.allowRole(this.role);
    else feed.bucket.allowReaders([this.roleArn], logs);
    if (via === "topic") {
      this.topicArn = feed.publish(logPrefixes(logs)!, props.subscribers ?? []).arn;
      return;
    }
    this.deadLetters = this.createQueue("DeadLetters", deadLettersName(name));
    this.queue = this.createQueue("Arrivals", name, {
      deadLetters: this.deadLetters,
      maxReceives: MAX_RECEIVES,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds ?? VISIBILITY_SECONDS,
    });
    this.announce(name, logs, this.queue, this.deadLetters);
    if (this.role) this.allowConsuming(this.role, this.queue);
    else this.queue.allowConsumer(this.roleArn);
    queueAlarms(name).forEach((alarm) => feed.alerts?.addAlarm(alarm));
  }

  private createRole(roleName: string, props: LogFeedSubscriberProps, scope: ReaderScope): LogReaderRole {
    const { feed, trustedPrincipals, externalId, maxSessionHours } = props;
    const { bucket, options } = feed;
    const { bucketName, location, key } = bucket;
    return new LogReaderRole(this, "Role", {
      ...location,
      ...options.iam,
      roleName,
      logs: { ...scope, bucketName, bucketRegion: location.region, keyArn: key!.arn },
      trustedPrincipals,
      externalId,
      maxSessionHours,
      // Software has no MFA device.
      requireMfa: false,
      provider: options.provider,
      tags: options.tags,
    });
  }

  private createQueue(id: string, queueName: string, consumed?: EventQueueProps["consumed"]): EventQueue {
    const { bucket, options } = this.feed;
    const { provider, tags } = options;
    const sid = consumed ? "RuleSendsArrivals" : "RuleSendsLetters";
    return new EventQueue(this, id, { location: bucket.location, queueName, sid, consumed, provider, tags });
  }

  /** The rule sends to the queue, or to the dead-letter queue what it cannot send there. */
  private announce(ruleName: string, scope: ReaderScope, queue: EventQueue, deadLetters: EventQueue): void {
    const { bucket, options } = this.feed;
    const { provider, tags } = options;
    const pattern = JSON.stringify(arrivalPattern(bucket, scope));
    assertValid(this, [patternProblem(pattern)]);
    [queue, deadLetters].forEach((one) => one.allowRule(arnsIn(bucket.location).eventRule(ruleName)));
    const rule = new CloudwatchEventRule(this, "Rule", {
      name: ruleName,
      description: `Log files in ${bucket.bucketName}`,
      eventPattern: pattern,
      provider,
      tags,
    });
    new CloudwatchEventTarget(this, "Target", {
      rule: atSynth(() => rule.name),
      targetId: "queue",
      arn: queue.resourceArn,
      inputTransformer: s3Notification(bucket),
      deadLetterConfig: { arn: deadLetters.resourceArn },
      provider,
    });
  }

  private allowConsuming({ resource }: LogReaderRole, queue: EventQueue): void {
    new IamRolePolicy(this, "Consuming", {
      name: "consume-arrivals",
      role: atSynth(() => resource.name),
      policy: renderPolicy([{ Sid: "ConsumeArrivals", Effect: "Allow", ...consumes(queue.arn) }]),
      provider: this.feed.options.provider,
    });
  }
}

const OPTIONS: KeysOf<LogFeedSubscriberProps> = { ...SUBSCRIBER_OPTIONS, feed: true };
