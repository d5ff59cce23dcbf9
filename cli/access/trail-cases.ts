import { arnsIn, parseArn } from "../../modules/policy";
import type { Environment } from "../model/environment";
import type { Call } from "../policy/evaluate";
import { PLAIN } from "./calls";
import type { AccessCase } from "./access-case";

/** Actions that would silence the trail, and its other delivery targets. */
export function trailCases(environment: Environment): AccessCase[] {
  const { trail } = environment;
  const accessCase = (id: string, title: string, action: string): AccessCase => ({
    id: `trail-${id}`,
    target: "trail",
    title,
    // CloudTrail has no resource policies for trails: only IAM decides.
    steps: (caller) => [
      { caller, action, resource: trail.arn, account: trail.account, context: {}, resourcePolicy: undefined },
    ],
  });
  return [
    accessCase("stop", "stop the trail", "cloudtrail:StopLogging"),
    accessCase("change", "change the trail", "cloudtrail:UpdateTrail"),
    accessCase("select", "change what the trail records", "cloudtrail:PutEventSelectors"),
    accessCase("delete", "delete the trail", "cloudtrail:DeleteTrail"),
    ...logGroupCases(environment),
    ...topicCases(environment),
  ];
}

function logGroupCases({ trail, organizationId }: Environment): AccessCase[] {
  const { logGroupArn } = trail;
  if (logGroupArn === undefined) return [];
  const { account, region, resource } = parseArn(logGroupArn)!;
  const write = ["logs:CreateLogStream", "logs:PutLogEvents"];
  const accessCase = (id: string, title: string, stream: string, actions: readonly string[] = write): AccessCase => ({
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
    accessCase("write", "write events", `${parseArn(trail.arn)!.account}_${own}`),
    ...(trail.organizationTrail
      ? [accessCase("write-member", "write events of a member account", `${organizationId}_000000000001_${own}`)]
      : []),
    accessCase("write-elsewhere", "write to another stream", "another-stream"),
    accessCase("delete", "delete events", `${parseArn(trail.arn)!.account}_${own}`, ["logs:DeleteLogStream"]),
  ];
}

function topicCases({ trail: { topic } }: Environment): AccessCase[] {
  if (!topic) return [];
  const { arn: resource, account, policy: resourcePolicy } = topic;
  const accessCase = (id: string, title: string, action: string, context: Call["context"] = {}): AccessCase => ({
    id: `topic-${id}`,
    target: "topic",
    title,
    steps: (caller) => [{ caller, action, resource, account, context, resourcePolicy }],
  });
  return [
    accessCase("publish", "publish", "sns:Publish"),
    accessCase("publish-plain", "publish over plain HTTP", "sns:Publish", PLAIN),
    accessCase("subscribe", "subscribe", "sns:Subscribe"),
    accessCase("policy", "change the topic's policy", "sns:SetTopicAttributes"),
  ];
}
