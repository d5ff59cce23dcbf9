import { Lazy, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { AddedStatements } from "../added-statements";
import { atSynth } from "../at-synth";
import { notificationStatement, type BucketBase } from "../bucket";
import { awaitable } from "../dependencies";
import { keyConstruct } from "../key";
import { arnsIn, renderPolicy, type Statement } from "../policy";
import type { Tags } from "../tags";
import { denyPlainHttp } from "../topic-statements";
import { checkPolicyAtSynth } from "../validation";
import { inRegion, takeNames } from "../taken-names";

export interface FeedTopicProps {
  readonly topicName: string;
  /** Of the log files. Its key encrypts the topic. */
  readonly bucket: BucketBase;
  readonly provider: TerraformProvider | undefined;
  readonly tags: Tags | undefined;
}

/**
 * The encrypted topic on which S3 itself announces log files. EventBridge does not send to it: the policies of an
 * encrypted topic and its key could not name the rule, and would let in every rule of every account.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export class FeedTopic extends Construct {
  /** Known before the topic exists. */
  readonly arn: string;
  /** Exists once S3 may publish. */
  readonly policyResource: SnsTopicPolicy;

  private readonly subscribers: string[] = [];
  private readonly added: AddedStatements;

  constructor(scope: Construct, id: string, { topicName, bucket, provider, tags }: FeedTopicProps) {
    super(scope, id);
    const { key, location } = bucket;
    const arn = arnsIn(location).topic(topicName);
    this.arn = arn;
    this.added = new AddedStatements(this, { kind: "topic", service: "sns", resource: arn });
    keyConstruct(key)?.allowService({
      sid: "S3AnnouncesLogFiles",
      service: "s3.amazonaws.com",
      actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
      sourceArns: [bucket.arn],
      sourceAccount: location.account,
      encryptionContext: { "aws:sns:topicArn": arn },
    });
    takeNames(this, inRegion("a topic", location, topicName, "topicName"));
    const topic = new SnsTopic(this, "Topic", {
      name: topicName,
      kmsMasterKeyId: key!.arn,
      dependsOn: awaitable(this, [key!.policyResource]),
      provider,
      tags,
    });
    const statements = () => [
      notificationStatement(bucket, arn),
      denyPlainHttp(arn),
      ...(this.subscribers.length > 0 ? [queuesSubscribe(arn, this.subscribers)] : []),
      ...this.added.statements,
    ];
    checkPolicyAtSynth(this, "topic", location, statements);
    this.policyResource = new SnsTopicPolicy(this, "Policy", {
      arn: atSynth(() => topic.arn),
      policy: Lazy.stringValue({ produce: () => renderPolicy(statements()) }),
      provider,
    });
  }

  /** Lets these principals subscribe queues. */
  allowSubscribers(subscribers: readonly string[]): void {
    this.subscribers.push(...subscribers);
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

/** Not mail addresses or web servers, which anyone with the permission could otherwise choose. */
function queuesSubscribe(topicArn: string, subscribers: readonly string[]): Statement {
  return {
    Sid: "SubscribersSubscribeQueues",
    Effect: "Allow",
    Principal: { AWS: subscribers },
    Action: "sns:Subscribe",
    Resource: topicArn,
    Condition: { StringEquals: { "sns:Protocol": "sqs" } },
  };
}
