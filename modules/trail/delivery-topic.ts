import type { TerraformProvider } from "cdktf";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import type { ServiceAccess } from "../key";
import { renderPolicy, type Statement } from "../policy";
import { policiesOf, type LogKey } from "./log-target";
import { trailNames, type TrailIdentity } from "./names";

export interface DeliveryTopicProps {
  readonly trail: TrailIdentity;
  /** A customer key: CloudTrail cannot publish under the AWS-managed key of SNS. */
  readonly key: LogKey;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: { readonly [key: string]: string };
}

/** An encrypted SNS topic on which CloudTrail announces each log file it has delivered. */
export class DeliveryTopic extends Construct {
  readonly topicName: string;
  /** Exists once CloudTrail may publish. */
  readonly policyResource: SnsTopicPolicy;

  constructor(scope: Construct, id: string, { trail, key, provider, tags }: DeliveryTopicProps) {
    super(scope, id);
    const { topicName, topicArn, trailArn } = trailNames(trail);
    const topic = new SnsTopic(this, "Topic", {
      name: topicName,
      kmsMasterKeyId: key.arn,
      dependsOn: policiesOf(this, key),
      provider,
      tags,
    });
    this.policyResource = new SnsTopicPolicy(this, "Policy", {
      arn: topic.arn,
      policy: renderPolicy(topicStatements(topicArn, trailArn)),
      provider,
    });
    // The name: where topic and trail share account and Region, the provider reads it back, not the ARN.
    this.topicName = topic.name;
  }
}

/** AWS: "Amazon SNS topic policy for CloudTrail". */
function topicStatements(topicArn: string, trailArn: string): Statement[] {
  return [
    {
      Sid: "AWSCloudTrailSNSPolicy20131101",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceArn": trailArn } },
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
