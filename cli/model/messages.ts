import { impliedAttributes } from "./implied";
import { keyNamed } from "./keys";
import { readPolicy } from "./policies";
import type { StackResource } from "./stack";
import type { Policy } from "../policy/document";
import { blocks } from "./blocks";
import type { Channel, Environment } from "./environment";

/** Every topic and queue that the stacks create. */
export function readChannels(resources: readonly StackResource[]): Channel[] {
  return [
    ...ofType(resources, "aws_sns_topic").map((topic) => readChannel("topic", topic, resources)),
    ...ofType(resources, "aws_sqs_queue").map((queue) => readChannel("queue", queue, resources)),
  ];
}

/** Whether a bucket announces its objects on the topic. Whoever receives them subscribes; the stacks do not know them. */
export function isFeedTopic({ kind, arn }: Channel, { resources }: Pick<Environment, "resources">): boolean {
  const notifications = ofType(resources, "aws_s3_bucket_notification");
  return (
    kind === "topic" &&
    notifications.some(({ values }) => blocks(values, "topic").some((topic) => topic["topic_arn"] === arn))
  );
}

function readChannel(kind: Channel["kind"], resource: StackResource, resources: readonly StackResource[]): Channel {
  const { account, region, values } = resource;
  const { name, arn } = impliedAttributes(resource);
  const keyArn = keyNamed(values["kms_master_key_id"], resources);
  return {
    kind,
    name: String(name),
    arn: String(arn),
    account,
    region,
    keyArn,
    encrypted: keyArn !== undefined || values["sqs_managed_sse_enabled"] === true,
    policy: policyOf(resource, resources),
  };
}

/** A separate policy resource overrides the policy in the topic or queue. */
function policyOf(resource: StackResource, resources: readonly StackResource[]): Policy | undefined {
  const { id, arn } = impliedAttributes(resource);
  const override = resources.find(
    ({ type, values }) =>
      (type === "aws_sns_topic_policy" && values["arn"] === arn) ||
      (type === "aws_sqs_queue_policy" && values["queue_url"] === id),
  );
  if (override) return readPolicy(override, "policy");
  return resource.values["policy"] ? readPolicy(resource, "policy") : undefined;
}

function ofType(resources: readonly StackResource[], type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}
