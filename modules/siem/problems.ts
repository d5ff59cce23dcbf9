import { TerraformStack, Token } from "cdktf";
import type { ReaderScope } from "../access/log-scope";
import type { BucketBase } from "../bucket";
import { FEED_SUBSCRIBER, isFeedSubscriber } from "../limits/formats";
import { LARGEST_EVENT_PATTERN, VISIBILITY_SECONDS } from "../limits/numbers";
import { parseArn, type Location } from "../policy";
import { arnOf } from "../principal";
import { invalidArn, invalidFormat, notOneOf, outOfRange, type Problem } from "../validation";
import type { LogFeed } from "./log-feed";
import type { SubscriberOptions } from "./options";

export function patternProblem(pattern: string): Problem {
  return (
    pattern.length > LARGEST_EVENT_PATTERN &&
    `accounts and regions must fit into the ${LARGEST_EVENT_PATTERN} characters of an EventBridge pattern, got ` +
      `${pattern.length}; use accounts "all", or create two subscribers`
  );
}

export function subscriberProblems(feed: LogFeed, props: SubscriberOptions): Problem[] {
  const { name, via = "queue", accounts, visibilityTimeoutSeconds, regions = "all" } = props;
  return [
    invalidFormat("name", name, isFeedSubscriber, FEED_SUBSCRIBER),
    notOneOf("via", via, ["queue", "topic"]),
    [accounts, regions].flat().some((text) => Token.isUnresolved(text)) &&
      "accounts and regions must be known at synth: they select log files, got a token",
    outOfRange("visibilityTimeoutSeconds", visibilityTimeoutSeconds, VISIBILITY_SECONDS, "seconds"),
    TerraformStack.of(feed) !== TerraformStack.of(feed.bucket) &&
      `feed must be in the stack of the bucket, ${TerraformStack.of(feed.bucket).node.id}, whose key policy names the ` +
        `subscriber's role, got ${TerraformStack.of(feed).node.id}`,
    ...roleProblems(props, feed.bucket.location),
    ...(via === "topic"
      ? topicProblems(props, feed.bucket.location)
      : [props.subscribers !== undefined && 'subscribers must be given via "topic" only']),
  ];
}

function roleProblems(props: SubscriberOptions, { account }: Location): Problem[] {
  const { existingRole, trustedPrincipals = [], externalId } = props;
  if (existingRole !== undefined) {
    return [
      invalidArn("existingRole", existingRole, "iam", "role/"),
      (trustedPrincipals.length > 0 || externalId !== undefined) &&
        "existingRole must not be given with trustedPrincipals or externalId: its owner decides who takes it",
    ];
  }
  const foreign = trustedPrincipals.map(arnOf).find((arn) => ![undefined, account].includes(parseArn(arn)?.account));
  return [
    trustedPrincipals.length === 0 && "trustedPrincipals or existingRole must name who reads, got neither",
    foreign !== undefined &&
      externalId === undefined &&
      `externalId must be given for ${foreign} of another account: without it, whoever else uses the same SIEM can have ` +
        "it read these logs",
  ];
}

function topicProblems(props: SubscriberOptions, location: Location): Problem[] {
  const { accounts, subscribers = [], existingRole = "", visibilityTimeoutSeconds } = props;
  return [
    accounts === "all" &&
      'accounts must be listed via "topic", got "all": S3 announces by prefix, and would announce digests too',
    subscribers.length === 0 &&
      parseArn(existingRole)?.account !== location.account &&
      'subscribers must name who subscribes via "topic", got none',
    ...subscribers.map((arn) => invalidArn("subscribers", arn, "iam", "user/", "role/", "root")),
    visibilityTimeoutSeconds !== undefined &&
      'visibilityTimeoutSeconds must not be given via "topic": the subscriber has the queue',
  ];
}

/** Log files that no trail delivers would never be announced. Nothing is known of trails that are not of this app. */
export function deliveryProblems({ bucketName, deliveries }: BucketBase, logs: ReaderScope): string[] {
  const { prefix = "", organizationId, accounts } = logs;
  const under = deliveries.filter((delivery) => (delivery.prefix ?? "") === prefix);
  const found = under.some((delivery) => delivery.organizationId === organizationId);
  const several = under.some((delivery) => delivery.organizationId !== undefined) && organizationId === undefined;
  const problems: Problem[] = [
    deliveries.length > 0 &&
      !found &&
      `prefix and organizationId must be those of a trail that delivers into ${bucketName}, got ` +
        `"${prefix}" and ${organizationId ?? "none"}; trails deliver under ${deliveries.map(described).join(", ")}`,
    found &&
      several &&
      accounts === "all" &&
      `accounts must be listed, got "all": an organization's trail delivers into ${bucketName} under the same prefix`,
  ];
  return problems.filter((problem) => typeof problem === "string");
}

function described({ prefix = "", organizationId = "none" }: BucketBase["deliveries"][number]): string {
  return `"${prefix}" and ${organizationId}`;
}
