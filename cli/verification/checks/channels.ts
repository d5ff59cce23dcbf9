import type { Subscription } from "@aws-sdk/client-sns";
import { at } from "../../model/blocks";
import type { Channel, Environment } from "../../model/environment";
import { impliedAttributes } from "../../model/implied";
import { ofType } from "../../model/resources";
import type { Arguments, StackResource } from "../../model/stack";
import { count } from "../../render/count";
import { fail, pass, same, sameLines, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { sortedJson } from "./items";
import { isFeedTopic } from "../../model/messages";
import { comparePolicies } from "./policy";
import { subscriberAccounts } from "./receivers";

/** A topic or queue that alerts pass through. */
export function channelChecks(environment: Environment, channel: Channel, label: string): Check[] {
  return channel.kind === "topic" ? topicChecks(environment, channel, label) : queueChecks(environment, channel, label);
}

function topicChecks(environment: Environment, topic: Channel, label: string): Check[] {
  const shared = { group: "Alerts", controls: ["alerts-alarm-actions"] } as const;
  const id = (part: string) => `alerts.topic.${label}.${part}`;
  const attributes = async ({ aws }: Context) => (await aws(topic).receivers.topic(topic.arn)).Attributes ?? {};
  const subscriptions = ofType(environment, "aws_sns_topic_subscription").filter(
    ({ values }) => values["topic_arn"] === topic.arn,
  );
  const policy: Check = {
    ...shared,
    id: id("policy"),
    title: `topic ${label}: policy matches the configured one`,
    expected: `the statements of ${topic.policy?.source ?? "no stack"}`,
    run: async (context) => {
      const { Policy } = await attributes(context);
      return comparePolicies(await context.keys.inText(policyText(environment, topic)), Policy);
    },
  };
  const parts: Check[] = [
    {
      ...shared,
      id: id("key"),
      title: `topic ${label}: is encrypted with its key`,
      controls: ["trail-topic-encryption"],
      expected: topic.keyArn ?? "no key",
      run: async (context) => {
        const { KmsMasterKeyId } = await attributes(context);
        const { keys } = context;
        return same(keys.nameOf(topic.keyArn ?? "no key"), await keys.nameOfFound(KmsMasterKeyId, topic.keyArn));
      },
    },
    isFeedTopic(topic, environment)
      ? feedSubscriptions(topic, { ...shared, controls: [], id: id("subscriptions") }, label)
      : {
          ...shared,
          id: id("subscriptions"),
          title: `topic ${label}: sends to the configured subscribers, each confirmed`,
          expected:
            subscriptions.map(({ values }) => receiverOf(values["protocol"], values["endpoint"])).join("; ") || "none",
          run: (context) => compareSubscriptions(context, topic, subscriptions),
        },
  ];
  return [policy, ...parts.map((check) => ({ ...check, needs: policy.id }))];
}

/**
 * Those who receive a feed subscribe to its topic themselves: other accounts as the policy allows, with queues, and in
 * the topic's own account whomever IAM allows.
 */
function feedSubscriptions(topic: Channel, shared: Pick<Check, "id" | "group" | "controls">, label: string): Check {
  const accounts = [...new Set([topic.account, ...subscriberAccounts(topic)])];
  return {
    ...shared,
    title: `topic ${label}: only accounts that the policy names are subscribed, others than its own with queues`,
    expected: `any of ${accounts.join(", ")}`,
    run: async ({ aws }) => {
      const found = await aws(topic).receivers.subscriptions(topic.arn);
      const strange = found.filter(
        ({ Owner = "", Protocol }) => !accounts.includes(Owner) || (Owner !== topic.account && Protocol !== "sqs"),
      );
      const lines = strange.map((one) => `${receiverOf(one.Protocol, one.Endpoint)} of ${String(one.Owner)}`);
      return lines.length === 0 ? pass(count(found.length, "subscription")) : fail(lines.join("; "), lines);
    },
  };
}

async function compareSubscriptions(
  { aws }: Context,
  topic: Channel,
  configured: readonly StackResource[],
): Promise<Finding> {
  const { receivers } = aws(topic);
  const found = await receivers.subscriptions(topic.arn);
  const isConfirmed = ({ SubscriptionArn = "" }: Subscription) => SubscriptionArn.startsWith("arn:");
  const waiting = found.filter((one) => !isConfirmed(one)).map((one) => receiverOf(one.Protocol, one.Endpoint));
  const lines = await Promise.all(
    found.filter(isConfirmed).map(async ({ Protocol, Endpoint, SubscriptionArn }) => {
      const { Attributes = {} } = await receivers.subscription(SubscriptionArn!);
      return subscriptionLine(
        Protocol,
        Endpoint,
        Attributes["FilterPolicy"],
        Attributes["RawMessageDelivery"] === "true",
      );
    }),
  );
  const compared = sameLines(
    configured
      .filter(({ values }) => !waiting.includes(receiverOf(values["protocol"], values["endpoint"])))
      .map(({ values }) => lineOf(values)),
    lines,
  );
  if (waiting.length === 0) return compared;
  const unconfirmed = waiting.map(
    (one) => `not confirmed: ${one}; whoever reads it must follow the link in AWS's mail`,
  );
  return fail(`not confirmed: ${waiting.join("; ")}`, [...unconfirmed, ...(compared.details ?? [])]);
}

function lineOf(values: Arguments): string {
  const raw = values["raw_message_delivery"] === true;
  return subscriptionLine(values["protocol"], values["endpoint"], values["filter_policy"], raw);
}

function subscriptionLine(protocol: unknown, endpoint: unknown, filter: unknown, raw: boolean): string {
  const isAll = filter === undefined || filter === "" || filter === "{}";
  return `${receiverOf(protocol, endpoint)}: ${isAll ? "everything" : sortedJson(filter)}${raw ? ", raw" : ""}`;
}

function receiverOf(protocol: unknown, endpoint: unknown): string {
  return `${String(protocol)} ${String(endpoint)}`;
}

function queueChecks(environment: Environment, queue: Channel, label: string): Check[] {
  const shared = { group: "Alerts", controls: [] } as const;
  const id = (part: string) => `alerts.queue.${label}.${part}`;
  const attributes = ({ aws }: Context) => aws(queue).alerts.queue(queue.name);
  const { values } = resourceOf(environment, queue);
  const policy: Check = {
    ...shared,
    id: id("policy"),
    title: `queue ${label}: policy matches the configured one`,
    expected: `the statements of ${queue.policy?.source ?? "no stack"}`,
    run: async (context) => {
      const { Policy } = await attributes(context);
      return comparePolicies(await context.keys.inText(policyText(environment, queue)), Policy);
    },
  };
  const settings: Check = {
    ...shared,
    id: id("settings"),
    title: `queue ${label}: is encrypted and keeps messages`,
    controls: ["alerts-queue-encryption"],
    expected: queueLines(values).join("; "),
    needs: policy.id,
    run: async (context) => {
      const found = await attributes(context);
      const key = await context.keys.nameOfFound(found["KmsMasterKeyId"], queue.keyArn);
      return sameLines(
        queueLines(values),
        queueLines({
          sqs_managed_sse_enabled: found["SqsManagedSseEnabled"] === "true",
          kms_master_key_id: key === "no key" ? undefined : key,
          message_retention_seconds: found["MessageRetentionPeriod"],
          redrive_policy: found["RedrivePolicy"],
        }),
      );
    },
  };
  const empty: Check = {
    ...shared,
    id: id("empty"),
    title: `queue ${label}: holds no event that failed`,
    expected: "0 messages",
    needs: policy.id,
    run: async (context) => {
      const { ApproximateNumberOfMessages: waiting = "0", ApproximateNumberOfMessagesNotVisible: taken = "0" } =
        await attributes(context);
      return same("0 messages", `${Number(waiting) + Number(taken)} messages`);
    },
  };
  return [policy, settings, ...(deadLetterQueues(environment).has(queue.arn) ? [empty] : [])];
}

function queueLines(values: Arguments): string[] {
  const key = values["kms_master_key_id"];
  const { deadLetterTargetArn, maxReceiveCount } = redriveOf(values["redrive_policy"]);
  return [
    `encryption ${key ? String(key) : values["sqs_managed_sse_enabled"] === true ? "by SQS" : "off"}`,
    // Default of SQS.
    `for ${Number(values["message_retention_seconds"] ?? 345_600)} s`,
    ...(deadLetterTargetArn ? [`to ${String(deadLetterTargetArn)} after ${Number(maxReceiveCount)} attempts`] : []),
  ];
}

function redriveOf(text: unknown): Arguments {
  try {
    return (JSON.parse(String(text ?? "{}")) ?? {}) as Arguments;
  } catch {
    return {};
  }
}

/** Queues to which rules, functions or other queues send what fails. */
function deadLetterQueues(environment: Environment): Set<unknown> {
  const named = (type: string, argument: string) => ofType(environment, type).map(({ values }) => at(values, argument));
  return new Set([
    ...named("aws_cloudwatch_event_target", "dead_letter_config.arn"),
    ...named("aws_lambda_function", "dead_letter_config.target_arn"),
    ...ofType(environment, "aws_sqs_queue").map(
      ({ values }) => redriveOf(values["redrive_policy"])["deadLetterTargetArn"],
    ),
  ]);
}

function resourceOf(environment: Environment, { kind, arn }: Channel): StackResource {
  const type = kind === "topic" ? "aws_sns_topic" : "aws_sqs_queue";
  return ofType(environment, type).find((one) => impliedAttributes(one)["arn"] === arn)!;
}

/** The synthesized policy, as text. */
function policyText(environment: Environment, { policy }: Channel): string {
  const source = environment.resources.find(({ stack, address }) => `${stack}/${address}` === policy?.source);
  return String(source?.values["policy"] ?? "");
}
