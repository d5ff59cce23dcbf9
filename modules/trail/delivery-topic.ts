import { Lazy, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { AddedStatements } from "../added-statements";
import { atSynth } from "../at-synth";
import { awaitable } from "../dependencies";
import type { KeyBase, LogKey, ServiceAccess } from "../key";
import { NAMED_KEY_OPTIONS } from "../key/log-key";
import { assertKnown, type KeysOf } from "../known-options";
import { isAccountId } from "../limits/formats";
import { arnsIn, parseArn, partitionOf, renderPolicy, type Statement } from "../policy";
import type { Tags } from "../tags";
import { denyPlainHttp } from "../topic-statements";
import {
  assertValid,
  checkPolicyAtSynth,
  invalidArn,
  invalidFormat,
  isObject,
  shown,
  type Problem,
} from "../validation";
import { formerTrails, IDENTITY_OPTIONS, type FormerTrails } from "./former";
import { trailNames, type TrailIdentity } from "./names";
import { inRegion, takeNames } from "../taken-names";

export interface DeliveryTopicProps {
  readonly trail: TrailIdentity & FormerTrails;
  /** A customer key: CloudTrail cannot publish under the AWS-managed key of SNS. */
  readonly key: LogKey;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** Where CloudTrail announces log files. */
export interface DeliveryTopicOptions {
  /**
   * ARN of an existing topic, of this or another account. Its policy must let CloudTrail publish (`topicStatement`),
   * and so must the policy of its key, if it has one (`topicKeyAccess`). The app cannot check either. If the trail's key
   * is an `ExistingKey` in the topic's Region, its policy allows it.
   * @default a topic is created, encrypted with the trail's key
   */
  readonly topicArn?: string;
  /** Accounts that may subscribe to the new topic. 12 digits each. @default none */
  readonly subscriberAccounts?: readonly string[];
}

export const TOPIC_OPTIONS: KeysOf<DeliveryTopicOptions> = { subscriberAccounts: "list", topicArn: true };

/** A value that is no option of the topic, from callers without type checking. */
export function topicOptionProblem(option: unknown): Problem {
  const known = Object.keys(TOPIC_OPTIONS).sort().join(", ");
  const fits = option === undefined || typeof option === "boolean" || (isObject(option) && !Array.isArray(option));
  return !fits && `deliveryTopic must be true, false or an object with any of ${known}, got ${shown(option)}`;
}

export function topicProblems(
  { topicArn, subscriberAccounts }: DeliveryTopicOptions,
  { region }: TrailIdentity,
): Problem[] {
  if (topicArn === undefined) return [];
  const partition = parseArn(topicArn)?.partition;
  return [
    invalidArn("deliveryTopic.topicArn", topicArn, "sns", ""),
    partition !== undefined &&
      partition !== partitionOf(region) &&
      `deliveryTopic.topicArn must be in partition ${partitionOf(region)} of the trail, got "${topicArn}"`,
    subscriberAccounts !== undefined &&
      "deliveryTopic.subscriberAccounts must not be given with topicArn: the topic's owner decides who subscribes",
  ];
}

/**
 * How to give CloudTrail an existing topic: by name in the trail's own account and Region, as the provider reads it
 * back, otherwise by ARN.
 */
export function topicReference(topicArn: string, { account, region }: TrailIdentity): string {
  const topic = parseArn(topicArn);
  return topic?.account === account && topic.region === region ? topic.resource : topicArn;
}

/** An encrypted SNS topic on which CloudTrail announces each log file it has delivered. */
export class DeliveryTopic extends Construct {
  /** Known before the topic exists. */
  readonly arn: string;
  readonly topicName: string;
  /** Exists once CloudTrail may publish. */
  readonly policyResource: SnsTopicPolicy;

  private readonly trail: TrailIdentity & FormerTrails;
  private readonly subscribers: string[] = [];
  private readonly added: AddedStatements;

  constructor(scope: Construct, id: string, props: DeliveryTopicProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    const { trail, key, provider, tags } = props;
    const { topicName, topicArn } = trailNames(trail);
    this.trail = trail;
    this.arn = topicArn;
    this.added = new AddedStatements(this, { kind: "topic", service: "sns", resource: topicArn });
    takeNames(this, inRegion("a topic", trail, topicName, "trail.name"));
    const topic = new SnsTopic(this, "Topic", {
      name: topicName,
      kmsMasterKeyId: key.arn,
      dependsOn: awaitable(this, [key.policyResource]),
      provider,
      tags,
    });
    this.policyResource = new SnsTopicPolicy(this, "Policy", {
      arn: atSynth(() => topic.arn),
      policy: Lazy.stringValue({ produce: () => renderPolicy(this.statements) }),
      provider,
    });
    checkPolicyAtSynth(this, "topic", trail, () => this.statements);
    // The name, not the ARN: the provider reads back the name if topic and trail share account and Region.
    this.topicName = atSynth(() => topic.name);
  }

  /** The topic policy's statements as of now. `addStatement` adds one. */
  get statements(): readonly Statement[] {
    const { arn, subscribers, trail } = this;
    const trailArns = [trail, ...formerTrails(trail)].map((one) => trailNames(one).trailArn);
    return [
      topicStatement(arn, ...trailArns),
      denyPlainHttp(arn),
      ...(subscribers.length > 0 ? [accountsSubscribe(arn, subscribers)] : []),
      ...this.added.statements,
    ];
  }

  /**
   * Lets principals of these accounts subscribe, if their IAM policies allow it. 12 digits each. The trail's own
   * account needs no such permission.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html
   */
  allowSubscribers(...accounts: readonly string[]): void {
    assertValid(
      this,
      accounts.map((account) => invalidFormat("subscribers", account, isAccountId, "account ids of 12 digits")),
    );
    const { region } = this.trail;
    this.subscribers.push(...accounts.map((account) => arnsIn({ account, region }).root()));
  }

  /**
   * Adds your own statement, which Deny statements of this policy still limit. Its resource is the topic, `topic.arn`.
   * `dependsOn`: what must exist before the policy names it, such as a role of this app.
   *
   * Only the service of an action is checked here: `audit-trail matrix` and `audit-trail review` refuse an action that AWS
   * does not have.
   */
  addStatement(statement: Statement, dependsOn: readonly ITerraformDependable[] = []): void {
    this.added.add(statement, dependsOn, this.policyResource);
  }
}

/**
 * The statement with which the policy of a topic lets CloudTrail announce the log files of these trails.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export function topicStatement(topicArn: string, ...trailArns: readonly string[]): Statement {
  return {
    Sid: "AWSCloudTrailSNSPolicy20131101",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: { StringEquals: { "aws:SourceArn": trailArns } },
  };
}

function accountsSubscribe(topicArn: string, roots: readonly string[]): Statement {
  return {
    Sid: "AccountsSubscribe",
    Effect: "Allow",
    Principal: { AWS: roots },
    Action: "sns:Subscribe",
    Resource: topicArn,
  };
}

/**
 * What the key policy must allow for a topic, by default the trail's own. The encryption context limits the use of the
 * key to the topic's messages.
 */
export function topicKeyAccess(trail: TrailIdentity, topicArn = trailNames(trail).topicArn): ServiceAccess {
  const { trailArn } = trailNames(trail);
  return {
    sid: "CloudTrailPublishesToEncryptedTopic",
    service: "cloudtrail.amazonaws.com",
    actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
    sourceArns: [trailArn],
    encryptionContext: { "aws:sns:topicArn": topicArn },
  };
}

/**
 * A key whose policy this app takes over may encrypt an existing topic, which would then no longer take messages of the
 * trail, or of what the trail was before.
 */
export function keepTopicAllowed(
  key: KeyBase | undefined,
  trail: TrailIdentity & FormerTrails,
  topicArn: string,
): void {
  if (!key?.existed || parseArn(topicArn)?.region !== key.location.region) return;
  for (const one of [trail, ...formerTrails(trail)]) key.allowService(topicKeyAccess(one, topicArn));
}

const OPTIONS: KeysOf<DeliveryTopicProps> = {
  key: () => NAMED_KEY_OPTIONS,
  provider: true,
  tags: true,
  trail: IDENTITY_OPTIONS,
};
