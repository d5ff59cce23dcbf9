import { Lazy, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { AddedStatements } from "./added-statements";
import { atSynth } from "./at-synth";
import { arnsIn, foldStatements, renderPolicy, type Location, type Statement } from "./policy";
import { checkPolicyAtSynth } from "./validation";
import type { Tags } from "./tags";
import { inRegion, takeNames } from "./taken-names";

export interface EventQueueProps {
  readonly location: Location;
  readonly queueName: string;
  /** Letters and digits; names the statement that lets rules send. */
  readonly sid: string;
  /** Receives what its consumer fails to process. @default nothing: it is a dead-letter queue itself */
  readonly consumed?: {
    readonly deadLetters: EventQueue;
    readonly maxReceives: number;
    readonly visibilityTimeoutSeconds: number;
  };
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

const RETENTION_DAYS = 14;

/** The longest time for which SQS waits for a message before it answers a consumer that none came. */
const LONG_POLL_SECONDS = 20;

/**
 * A queue to which EventBridge rules send. Encrypted by SQS itself: for EventBridge to use a customer key, its policy
 * would have to allow every rule of every account.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class EventQueue extends Construct {
  readonly queueName: string;
  /** Known before the queue exists. */
  readonly arn: string;
  /** The same, as the queue's attribute: whoever refers to it waits for the queue. */
  readonly resourceArn: string;
  /** AWS generates it, so this is a token. */
  readonly url: string;

  private readonly ruleArns: string[] = [];
  private readonly consumers: Statement[] = [];
  private readonly added: AddedStatements;
  private readonly resource: SqsQueue;

  constructor(scope: Construct, id: string, props: EventQueueProps) {
    super(scope, id);
    const { location, queueName, sid, consumed, provider, tags } = props;
    this.queueName = queueName;
    this.arn = arnsIn(location).queue(queueName);
    takeNames(this, inRegion("a queue", location, queueName, "queueName"));
    this.added = new AddedStatements(this, { kind: "queue", service: "sqs", resource: this.arn });
    const statements = () => [
      ...queueStatements(sid, this.arn, this.ruleArns),
      ...foldStatements(this.consumers),
      ...this.added.statements,
    ];
    checkPolicyAtSynth(this, "queue", location, statements);
    const queue = new SqsQueue(this, "Queue", {
      name: queueName,
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: RETENTION_DAYS * 24 * 3600,
      policy: Lazy.stringValue({ produce: () => renderPolicy(statements()) }),
      ...(consumed && {
        visibilityTimeoutSeconds: consumed.visibilityTimeoutSeconds,
        receiveWaitTimeSeconds: LONG_POLL_SECONDS,
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: consumed.deadLetters.resourceArn,
          maxReceiveCount: consumed.maxReceives,
        }),
      }),
      provider,
      tags,
    });
    this.resource = queue;
    this.resourceArn = atSynth(() => queue.arn);
    this.url = atSynth(() => queue.url);
  }

  /** Lets this rule send, or the rules of a pattern. */
  allowRule(ruleArn: string): void {
    this.ruleArns.push(ruleArn);
  }

  /** Lets an existing role receive messages, and delete those that it has processed. */
  allowConsumer(roleArn: string): void {
    this.consumers.push({
      Sid: "ConsumerReceives",
      Effect: "Allow",
      Principal: { AWS: roleArn },
      ...consumes(this.arn),
    });
  }

  /**
   * Adds your own statement, which Deny statements of this policy still limit. Its resource is the queue, `queue.arn`.
   * `dependsOn`: what must exist before the policy names it, such as a role of this app.
   *
   * Only the service of an action is checked here: `audit-trail matrix` and `audit-trail review` refuse an action that AWS
   * does not have.
   */
  addStatement(statement: Statement, dependsOn: readonly ITerraformDependable[] = []): void {
    this.added.add(statement, dependsOn, this.resource);
  }
}

/** What a consumer of a queue must be allowed. */
export function consumes(queueArn: string): Pick<Statement, "Action" | "Resource"> {
  return {
    Action: [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
    ],
    Resource: queueArn,
  };
}

function queueStatements(sid: string, queueArn: string, ruleArns: readonly string[]): Statement[] {
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
    },
    {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: queueArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
