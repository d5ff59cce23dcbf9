import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Alerts } from "../alerts";
import type { BucketBase, BucketNotifications } from "../bucket";
import { feedSubscriberName } from "../derived-names";
import { assertKnown, type KeysOf } from "../known-options";
import { acceptProviderRange } from "../provider-range";
import { ROLE_OPTIONS, roleProblems, type RoleOptions } from "../role";
import { tagProblems, type Tags } from "../tags";
import { assertValid, invalidFormat, type Problem } from "../validation";
import { FeedTopic } from "./feed-topic";

/** A bucket whose notifications somebody else configures. */
export interface ExistingNotifications {
  readonly bucket: BucketBase;
  /** Confirms that S3 sends the bucket's events to EventBridge. The app cannot check it. */
  readonly eventBridge: true;
}

export interface LogFeedProps {
  /**
   * What the names of queues, rules, roles and the topic begin with. 1 to 40 lower-case letters, digits and dashes.
   */
  readonly name: string;
  /**
   * The notifications of the log bucket, with `eventBridge`: `archive.notifications`. S3 keeps one configuration for each
   * bucket, so the feed adds to this one and creates none.
   */
  readonly notifications: BucketNotifications | ExistingNotifications;
  /**
   * Receive the alarms about subscribers. In the bucket's account and Region. For alerts of another stack, add
   * `queueAlarms` there. @default no alarms
   */
  readonly alerts?: Alerts;
  /** Path and permissions boundary of the subscribers' roles. @default none */
  readonly iam?: RoleOptions;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** What subscribers share with their feed. */
export type FeedOptions = Pick<LogFeedProps, "iam" | "provider" | "tags">;

/**
 * Announces each log file that arrives in a bucket, without digests and Insights files, to any number of subscribers:
 * see `LogFeedSubscriber`.
 */
export class LogFeed extends Construct {
  readonly name: string;
  readonly bucket: BucketBase;
  readonly alerts: Alerts | undefined;
  readonly options: FeedOptions;

  private readonly notifications: LogFeedProps["notifications"];
  private readonly subscribers = new Set<string>();
  private createdTopic: FeedTopic | undefined;

  constructor(scope: Construct, id: string, props: LogFeedProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    acceptProviderRange(this);
    const { name, notifications, alerts, iam = {}, provider, tags } = props;
    const { bucket } = notifications;
    const { account } = bucket.location;
    assertValid(this, [
      invalidFormat(
        "name",
        name,
        (text) => /^[a-z0-9-]{1,40}$/.test(text),
        "1 to 40 lower-case letters, digits and dashes",
      ),
      !notifications.eventBridge && "notifications must have eventBridge: rules there select the log files, got false",
      bucket.key === undefined &&
        `notifications must be of a bucket with a known key, got ${bucket.bucketName} without`,
      alerts && alertsProblem(alerts, bucket),
      ...roleProblems(iam, account, "iam."),
      ...tagProblems(tags),
    ]);
    this.name = name;
    this.bucket = bucket;
    this.notifications = notifications;
    this.alerts = alerts;
    this.options = { iam, provider, tags };
  }

  /** The topic for subscribers with queues of their own; `undefined` if there are none. */
  get topic(): FeedTopic | undefined {
    return this.createdTopic;
  }

  /** What a subscriber's resources are called. Names of subscribers differ. */
  nameFor(subscriber: string): string {
    assertValid(this, [
      this.subscribers.has(subscriber) && `names of subscribers must differ, got "${subscriber}" more than once`,
    ]);
    this.subscribers.add(subscriber);
    return feedSubscriberName(this.name, subscriber);
  }

  /** Announces log files under these prefixes on the topic, to which these principals may subscribe queues. */
  publish(prefixes: readonly string[], subscribers: readonly string[]): FeedTopic {
    const { notifications, bucket, name } = this;
    const { provider, tags } = this.options;
    assertValid(this, [
      !("addTopic" in notifications) &&
        'notifications must be a BucketNotifications for subscribers via "topic", got those of somebody else',
    ]);
    this.createdTopic ??= new FeedTopic(this, "Topic", { topicName: name, bucket, provider, tags });
    this.createdTopic.allowSubscribers(subscribers);
    const { arn, policyResource } = this.createdTopic;
    prefixes.forEach((prefix) => (notifications as BucketNotifications).addTopic({ arn, prefix }, policyResource));
    return this.createdTopic;
  }
}

function alertsProblem({ identity }: Alerts, { bucketName, location }: BucketBase): Problem {
  const same = identity.account === location.account && identity.region === location.region;
  return (
    !same &&
    `alerts must be in account ${location.account} and Region ${location.region} of ${bucketName}, ` +
      `got ${identity.name} in ${identity.account} and ${identity.region}`
  );
}

const OPTIONS: KeysOf<LogFeedProps> = {
  alerts: true,
  iam: ROLE_OPTIONS,
  name: true,
  notifications: (given) => ("addTopic" in given ? undefined : { bucket: true, eventBridge: "flag" }),
  provider: true,
  tags: true,
};
