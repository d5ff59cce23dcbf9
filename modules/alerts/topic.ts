import { Lazy, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { AddedStatements } from "../added-statements";
import { atSynth } from "../at-synth";
import { constructId } from "../ids";
import type { Key } from "../key";
import { isEmail } from "../limits/formats";
import { renderPolicy, type Statement } from "../policy";
import { checkPolicyAtSynth, invalidArn, type Problem } from "../validation";
import type { Tags } from "../tags";
import { denyPlainHttp } from "../topic-statements";
import { alertsNames, type AlertsIdentity } from "./names";
import type { Severity } from "./rule";
import { inRegion, takeNames } from "../taken-names";

export interface Subscribers {
  /**
   * Addresses that receive the urgent alerts, `critical` and `high`, and every alarm. AWS asks each address to confirm
   * once. @default none
   */
  readonly emails?: readonly string[];
  /**
   * ARNs of SQS queues that receive every alert as JSON, and every alarm. The owner of such a queue must let the topic
   * send, in the policies of the queue and of its key. @default none
   * @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
   */
  readonly queues?: readonly string[];
}

export interface AlertTopicProps extends Subscribers {
  readonly identity: AlertsIdentity;
  readonly key: Key;
  readonly provider: TerraformProvider | undefined;
  readonly tags: Tags | undefined;
}

const FOR_PEOPLE: readonly Severity[] = ["critical", "high"];

/** The encrypted topic to which alerts and alarms go. */
export class AlertTopic extends Construct {
  /** Known before the topic exists. */
  readonly arn: string;
  /** Exists once alarms may publish. */
  readonly policyResource: SnsTopicPolicy;

  private readonly added: AddedStatements;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    const { identity, key, emails = [], queues = [], provider, tags } = props;
    const { topicName, topicArn, alarmArns } = alertsNames(identity);
    this.added = new AddedStatements(this, { kind: "topic", service: "sns", resource: topicArn });
    const statements = () => [...topicStatements(topicArn, alarmArns, identity.account), ...this.added.statements];
    checkPolicyAtSynth(this, "topic", identity, statements);
    this.arn = topicArn;
    key.allowService({
      sid: "AlarmsPublishEncrypted",
      service: "cloudwatch.amazonaws.com",
      actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
      sourceArns: [alarmArns],
      sourceAccount: identity.account,
      encryptionContext: { "aws:sns:topicArn": topicArn },
    });
    takeNames(this, inRegion("a topic", identity, topicName, "name"));
    const topic = new SnsTopic(this, "Topic", { name: topicName, kmsMasterKeyId: key.arn, provider, tags });
    const arn = atSynth(() => topic.arn);
    const policy = Lazy.stringValue({ produce: () => renderPolicy(statements()) });
    this.policyResource = new SnsTopicPolicy(this, "Policy", { arn, policy, provider });
    for (const endpoint of emails) {
      new SnsTopicSubscription(this, constructId("Email", endpoint), {
        topicArn: arn,
        protocol: "email",
        endpoint,
        // Alarms have no attributes.
        filterPolicy: JSON.stringify({ severity: [...FOR_PEOPLE, { exists: false }] }),
        provider,
      });
    }
    for (const endpoint of queues) {
      new SnsTopicSubscription(this, constructId("Queue", endpoint), {
        topicArn: arn,
        protocol: "sqs",
        endpoint,
        rawMessageDelivery: true,
        provider,
      });
    }
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

/** What is wrong with subscribers. A topic that nobody reads is worse than none: it looks like monitoring. */
export function subscriberProblems({ emails = [], queues = [] }: Subscribers): Problem[] {
  const all = [...emails, ...queues];
  return [
    all.length === 0 && "emails or queues must name who receives the alerts, got none",
    new Set(all).size < all.length && `emails and queues must differ, got "${all.join('", "')}"`,
    ...emails.map((email) => !isEmail(email) && `emails must be addresses like "security@example.com", got "${email}"`),
    ...queues.flatMap((arn) => [
      invalidArn("queues", arn, "sqs", ""),
      arn.endsWith(".fifo") && `queues must be standard queues: a topic does not send to a FIFO queue, got "${arn}"`,
    ]),
  ];
}

/** Only the alarms need it: the function is allowed by its role. */
function topicStatements(topicArn: string, alarmArns: string, account: string): Statement[] {
  return [
    {
      Sid: "AlarmsPublish",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        ArnLike: { "aws:SourceArn": alarmArns },
        StringEquals: { "aws:SourceAccount": account },
      },
    },
    denyPlainHttp(topicArn),
  ];
}
