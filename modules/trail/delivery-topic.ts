import { dependable, Lazy, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { awaitable } from "../dependencies";
import type { LogKey, ServiceAccess } from "../key";
import { isAccountId } from "../limits";
import { addedProblems, arnsIn, renderPolicy, type Statement } from "../policy";
import type { Tags } from "../tags";
import { assertValid, checkPolicyAtSynth, invalidFormat } from "../validation";
import { formerTrails, type FormerTrails } from "./former";
import { trailNames, type TrailIdentity } from "./names";

export interface DeliveryTopicProps {
  readonly trail: TrailIdentity & FormerTrails;
  /** A customer key: CloudTrail cannot publish under the AWS-managed key of SNS. */
  readonly key: LogKey;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
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
  private readonly added: Statement[] = [];
  private readonly expected: string[] = [];

  constructor(scope: Construct, id: string, { trail, key, provider, tags }: DeliveryTopicProps) {
    super(scope, id);
    const { topicName, topicArn } = trailNames(trail);
    this.trail = trail;
    this.arn = topicArn;
    const topic = new SnsTopic(this, "Topic", {
      name: topicName,
      kmsMasterKeyId: key.arn,
      dependsOn: awaitable(this, [key.policyResource]),
      provider,
      tags,
    });
    this.policyResource = new SnsTopicPolicy(this, "Policy", {
      arn: topic.arn,
      policy: Lazy.stringValue({ produce: () => renderPolicy(this.statements) }),
      provider,
    });
    checkPolicyAtSynth(this, "topic", () => this.statements);
    // The name: where topic and trail share account and Region, the provider reads it back, not the ARN.
    this.topicName = topic.name;
  }

  /** The topic policy's statements as of now. `addStatement` adds one. */
  get statements(): readonly Statement[] {
    const { arn, subscribers, trail } = this;
    const trailArns = [trail, ...formerTrails(trail)].map((one) => trailNames(one).trailArn);
    return [
      ...topicStatements(arn, trailArns),
      ...(subscribers.length > 0 ? [accountsSubscribe(arn, subscribers)] : []),
      ...this.added,
    ];
  }

  /**
   * Whom IAM allows in these accounts may subscribe. 12 digits each. The trail's own account needs no such permission.
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
   * Adds a statement of your own, which Denies of this policy still limit. Its resource is the topic, `topic.arn`.
   * `dependsOn`: what must exist before the policy names it, such as a role of this app.
   */
  addStatement(statement: Statement, dependsOn: readonly ITerraformDependable[] = []): void {
    assertValid(this, addedProblems(statement, { kind: "topic", service: "sns", resource: this.arn }));
    if (dependsOn.length > 0) this.policyResource.dependsOn = this.expected;
    this.expected.push(...dependsOn.map(dependable));
    this.added.push(statement);
  }
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html */
function topicStatements(topicArn: string, trailArns: readonly string[]): Statement[] {
  return [
    {
      Sid: "AWSCloudTrailSNSPolicy20131101",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceArn": trailArns } },
    },
    {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
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
 * What the key policy must say for the topic. The encryption context keeps this from opening the key to
 * anything but the topic's messages.
 */
export function topicKeyAccess(trail: TrailIdentity): ServiceAccess {
  const { topicArn, trailArn } = trailNames(trail);
  return {
    sid: "CloudTrailPublishesToEncryptedTopic",
    service: "cloudtrail.amazonaws.com",
    actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
    sourceArns: [trailArn],
    encryptionContext: { "aws:sns:topicArn": topicArn },
  };
}
