import { arnsIn, dnsSuffixOf } from "../../modules/policy";
import type { Channel, Environment, Key } from "../model/environment";
import { idFor } from "../model/ids";
import { ofType } from "../model/resources";
import type { AccessCase } from "./access-case";
import { FOREIGN_ACCOUNT, onKey, PLAIN } from "./calls";
import { ADMINISTRATION } from "./key-cases";

type Context = Readonly<Record<string, string>>;

/**
 * Topics and queues of alerts and of feeds, and the keys of topics: who reads what they carry, writes into them, or
 * silences them.
 */
export function channelCases(environment: Environment): AccessCase[] {
  const { channels } = environment;
  return channels.flatMap((channel) => [
    ...(channel.kind === "topic" ? topicCases(channel) : queueCases(channel)),
    ...messageKeyCases(channel, environment),
  ]);
}

/** `alerts-topic-111122223333-prod-audit-alerts-publish` */
function caseOn(channel: Channel, what: string) {
  const { name, account, region, arn, policy } = channel;
  return (id: string, title: string, actions: readonly string[], context: Context = {}, other = arn): AccessCase => ({
    id: `alerts-${what}-${account}-${region}-${idFor(name)}-${id}`,
    target: `${what} ${name} of ${account}`,
    title,
    steps: (caller) =>
      actions.map((action) => ({
        caller,
        action,
        resource: other,
        account,
        context,
        resourcePolicy: other === arn ? policy : undefined,
      })),
  });
}

function topicCases(topic: Channel): AccessCase[] {
  const on = caseOn(topic, "topic");
  return [
    on("publish", "publish", ["sns:Publish"]),
    on("publish-plain", "publish over plain HTTP", ["sns:Publish"], PLAIN),
    on("publish-elsewhere", "publish to another topic", ["sns:Publish"], {}, `${topic.arn}-other`),
    on("subscribe", "subscribe a queue", ["sns:Subscribe"], { "sns:Protocol": "sqs" }),
    on("subscribe-address", "subscribe a web address", ["sns:Subscribe"], { "sns:Protocol": "https" }),
    on("unsubscribe", "end or change a subscription", ["sns:Unsubscribe", "sns:SetSubscriptionAttributes"]),
    on("policy", "change the topic's policy", ["sns:SetTopicAttributes"]),
    on("delete", "delete the topic", ["sns:DeleteTopic"]),
  ];
}

/** What software does that processes messages. Deliberately independent of the list in modules: it is tested by this. */
const CONSUMPTION = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibility",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
];

function queueCases(queue: Channel): AccessCase[] {
  const on = caseOn(queue, "queue");
  return [
    on("send", "send", ["sqs:SendMessage"]),
    on("send-plain", "send over plain HTTP", ["sqs:SendMessage"], PLAIN),
    on("send-elsewhere", "send to another queue", ["sqs:SendMessage"], {}, `${queue.arn}-other`),
    on("receive", "read messages", ["sqs:ReceiveMessage"]),
    on("receive-plain", "receive over plain HTTP", ["sqs:ReceiveMessage"], PLAIN),
    on("consume", "process messages", CONSUMPTION),
    on("remove", "remove messages", ["sqs:DeleteMessage", "sqs:PurgeQueue"]),
    on("policy", "change the queue's policy", ["sqs:SetQueueAttributes"]),
    on("delete", "delete the queue", ["sqs:DeleteQueue"]),
  ];
}

/** The key of a topic, unless it has rows already as the key of a bucket or of the trail. */
function messageKeyCases(topic: Channel, environment: Environment): AccessCase[] {
  const { keys, channels, buckets, trails } = environment;
  const key = keys.find(({ arn }) => arn === topic.keyArn);
  const isOfLogs = [...buckets, ...trails].some(({ keyArn }) => keyArn === key?.arn);
  const first = channels.find(({ keyArn }) => keyArn === key?.arn);
  if (!key || isOfLogs || first !== topic) return [];
  const own = topicContext(topic.arn);
  const groups = logGroupsUnder(key, environment);
  const everyContext = {
    ...own,
    ...throughSns(key.region),
    ...(groups[0] !== undefined && logGroupContext(groups[0])),
    "kms:GranteePrincipal": `arn:aws:iam::${key.account}:role/anyone`,
    "kms:GrantOperations": "Decrypt",
  };
  const on = (id: string, title: string, actions: readonly string[], context: Context = {}): AccessCase => ({
    id: `alerts-key-${key.account}-${key.region}-${idFor(topic.name)}-${id}`,
    target: `key of ${topic.name} of ${key.account}`,
    title,
    steps: (caller) => actions.map((action) => onKey(key, caller, action, context)),
  });
  const forMessages = (id: string, title: string, context: Context) => [
    on(`encrypt-${id}`, `encrypt ${title}`, ["kms:GenerateDataKey"], context),
    on(`decrypt-${id}`, `decrypt ${title}`, ["kms:Decrypt"], context),
  ];
  const elsewhere = key.region === "us-west-2" ? "us-west-1" : "us-west-2";
  return [
    ...forMessages("message", "messages of the topic directly", own),
    ...forMessages("message-via-sns", "messages of the topic through SNS", { ...own, ...throughSns(key.region) }),
    ...forMessages("message-elsewhere", "messages through SNS in another Region", { ...own, ...throughSns(elsewhere) }),
    ...[`${topic.arn}-other`, foreign(topic.arn)].flatMap((arn, index) =>
      forMessages(
        `${index === 0 ? "other" : "foreign"}-message`,
        `messages of ${index === 0 ? "another" : "a foreign"} topic`,
        {
          ...topicContext(arn),
          ...throughSns(key.region),
        },
      ),
    ),
    ...forMessages("no-context", "without a context", throughSns(key.region)),
    ...groups.map((arn, index) =>
      logGroupCase(on, `log-group-${index + 1}`, `log group ${arn.split(":").at(-1)}`, arn),
    ),
    ...groups
      .slice(0, 1)
      .flatMap((arn) => [
        logGroupCase(on, "other-log-group", "another log group", `${arn}-other`),
        logGroupCase(on, "foreign-log-group", "a foreign log group", foreign(arn)),
      ]),
    on("grant", "create a grant", ["kms:CreateGrant"], everyContext),
    on("describe", "describe the key", ["kms:DescribeKey"]),
    on("policy", "change the key policy", ["kms:PutKeyPolicy"]),
    on("administer", "administer the key in other ways", ADMINISTRATION),
    on("stop-rotation", "stop rotation", ["kms:DisableKeyRotation"]),
    on("disable", "disable the key", ["kms:DisableKey"]),
    on("delete", "schedule key deletion", ["kms:ScheduleKeyDeletion"]),
  ];
}

function logGroupCase(
  on: (id: string, title: string, actions: readonly string[], context: Context) => AccessCase,
  id: string,
  what: string,
  arn: string,
): AccessCase {
  const actions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey"];
  return on(id, `encrypt and decrypt for ${what}`, actions, logGroupContext(arn));
}

/** ARNs of the log groups that the key encrypts. */
function logGroupsUnder({ arn: key }: Key, environment: Environment): string[] {
  return ofType(environment, "aws_cloudwatch_log_group")
    .filter(({ values }) => values["kms_key_id"] === key)
    .map((group) => arnsIn(group).logGroup(String(group.values["name"])));
}

function topicContext(arn: string): Context {
  return { "kms:EncryptionContext:aws:sns:topicArn": arn };
}

function logGroupContext(arn: string): Context {
  return { "kms:EncryptionContext:aws:logs:arn": arn };
}

function throughSns(region: string): Context {
  return { "kms:ViaService": `sns.${region}.${dnsSuffixOf(region)}` };
}

function foreign(arn: string): string {
  return arn.replace(/:\d{12}:/, `:${FOREIGN_ACCOUNT}:`);
}
