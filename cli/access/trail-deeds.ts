import { arnsIn, parseArn } from "../../modules/policy";
import type { Configuration } from "../model/model";
import type { Call } from "../policy/simulate/evaluate";
import { PLAIN } from "./calls";
import type { Deed } from "./deed";

/** What would silence the trail, and where else it tells of events. */
export function trailDeeds(configuration: Configuration): Deed[] {
  const { trail } = configuration;
  const deed = (id: string, title: string, action: string): Deed => ({
    id: `trail-${id}`,
    target: "trail",
    title,
    // CloudTrail has no policies on trails: IAM alone decides.
    steps: (caller) => [
      { caller, action, resource: trail.arn, account: trail.account, context: {}, resourcePolicy: undefined },
    ],
  });
  return [
    deed("stop", "stop the trail", "cloudtrail:StopLogging"),
    deed("change", "change the trail", "cloudtrail:UpdateTrail"),
    deed("select", "change what it records", "cloudtrail:PutEventSelectors"),
    deed("delete", "delete the trail", "cloudtrail:DeleteTrail"),
    ...logGroupDeeds(configuration),
    ...topicDeeds(configuration),
  ];
}

function logGroupDeeds({ trail, logGroupArn, organizationId }: Configuration): Deed[] {
  if (logGroupArn === undefined) return [];
  const { account, region, resource } = parseArn(logGroupArn)!;
  const write = ["logs:CreateLogStream", "logs:PutLogEvents"];
  const deed = (id: string, title: string, stream: string, actions: readonly string[] = write): Deed => ({
    id: `log-group-${id}`,
    target: "log group",
    title,
    steps: (caller) =>
      actions.map((action) => ({
        caller,
        action,
        resource: arnsIn({ account, region }).logStreams(resource.replace(/^log-group:/, ""), stream),
        account,
        context: {},
        resourcePolicy: undefined,
      })),
  });
  const own = `CloudTrail_${region}`;
  return [
    deed("write", "write events", `${parseArn(trail.arn)!.account}_${own}`),
    ...(trail.organizationTrail
      ? [deed("write-member", "write events of a member account", `${organizationId}_000000000001_${own}`)]
      : []),
    deed("write-elsewhere", "write into another stream", "another-stream"),
    deed("delete", "delete events", `${parseArn(trail.arn)!.account}_${own}`, ["logs:DeleteLogStream"]),
  ];
}

function topicDeeds({ topic }: Configuration): Deed[] {
  if (!topic) return [];
  const { arn: resource, account, policy: resourcePolicy } = topic;
  const deed = (id: string, title: string, action: string, context: Call["context"] = {}): Deed => ({
    id: `topic-${id}`,
    target: "topic",
    title,
    steps: (caller) => [{ caller, action, resource, account, context, resourcePolicy }],
  });
  return [
    deed("publish", "publish", "sns:Publish"),
    deed("publish-plain", "publish over plain HTTP", "sns:Publish", PLAIN),
    deed("subscribe", "subscribe", "sns:Subscribe"),
    deed("policy", "change the topic's policy", "sns:SetTopicAttributes"),
  ];
}
