import { Lazy, type TerraformProvider } from "cdktf";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { renderPolicy, type Statement } from "../policy";
import { checkPolicyAtSynth } from "../validation";
import type { Tags } from "../tags";
import { alertsNames, type AlertsIdentity } from "./names";

export interface DeadLettersProps {
  readonly identity: AlertsIdentity;
  readonly provider: TerraformProvider | undefined;
  readonly tags: Tags | undefined;
}

const RETENTION_DAYS = 14;

/**
 * Events for which no alert could be sent. Encrypted by SQS itself: for EventBridge to use a customer key, its policy
 * would have to allow every rule of every account.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class DeadLetters extends Construct {
  /** Known before the queue exists. */
  readonly arn: string;
  /** The same, as the queue's attribute: whoever refers to it waits for the queue. */
  readonly resourceArn: string;

  private readonly ruleArns: string[] = [];

  constructor(scope: Construct, id: string, { identity, provider, tags }: DeadLettersProps) {
    super(scope, id);
    const { queueName, queueArn } = alertsNames(identity);
    const statements = () => queueStatements(queueArn, this.ruleArns);
    checkPolicyAtSynth(this, "queue", statements);
    this.arn = queueArn;
    const queue = new SqsQueue(this, "Queue", {
      name: queueName,
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: RETENTION_DAYS * 24 * 3600,
      policy: Lazy.stringValue({ produce: () => renderPolicy(statements()) }),
      provider,
      tags,
    });
    this.resourceArn = atSynth(() => queue.arn);
  }

  /** Receives the events of this rule if its function cannot be called. */
  allowRule(ruleArn: string): void {
    this.ruleArns.push(ruleArn);
  }
}

function queueStatements(queueArn: string, ruleArns: readonly string[]): Statement[] {
  return [
    {
      Sid: "RulesSendLetters",
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
