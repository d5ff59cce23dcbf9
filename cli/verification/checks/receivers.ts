import { isObject } from "../../framework/is-object";
import type { Environment, Topic } from "../../model/environment";
import { ofType } from "../../model/resources";
import { parseArn } from "../../../modules/policy";
import { sameLines, type Check } from "../check";
import { comparePolicies } from "./policy";

/** Who receives what the trail's log group and topic pass on. */
export function receiverChecks(environment: Environment): Check[] {
  const { topic, logGroupArn } = environment.trail;
  return [
    ...(logGroupArn === undefined ? [] : logGroupChecks(environment, logGroupArn)),
    ...(topic ? topicChecks(environment, topic) : []),
  ];
}

/** Subscription filters, the log group's own and the account's, receive every event that the trail sends. */
function logGroupChecks(environment: Environment, logGroupArn: string): Check[] {
  const { trail } = environment;
  const name = parseArn(logGroupArn)!.resource.replace(/^log-group:/, "");
  const ofTrail = (type: string) =>
    ofType(environment, type).filter(({ account, region }) => account === trail.account && region === trail.region);
  const own = ofTrail("aws_cloudwatch_log_subscription_filter")
    .filter(({ values }) => values["log_group_name"] === name)
    .map(({ values }) => filterLine(values["name"], values["destination_arn"], values["filter_pattern"]));
  const ofAccount = ofTrail("aws_cloudwatch_log_account_policy")
    .filter(({ values }) => values["policy_type"] === "SUBSCRIPTION_FILTER_POLICY")
    .flatMap(({ values }) =>
      policyLine(name, values["policy_name"], values["policy_document"], values["selection_criteria"]),
    );
  const shared = { group: "Trail", controls: ["trail-cloudwatch-logs"] } as const;
  return [
    {
      ...shared,
      id: "trail.log-group-subscriptions",
      title: "log group sends events only to the configured subscribers",
      expected: own.join("; ") || "none",
      run: async ({ aws }) => {
        const filters = await aws(trail).receivers.subscriptionFilters(name);
        return sameLines(
          own,
          filters.map((one) => filterLine(one.filterName, one.destinationArn, one.filterPattern)),
        );
      },
    },
    {
      ...shared,
      id: "trail.account-subscriptions",
      title: "the account sends the log group's events only to the configured subscribers",
      expected: ofAccount.join("; ") || "none",
      run: async ({ aws }) => {
        const policies = await aws(trail).receivers.accountSubscriptions();
        return sameLines(
          ofAccount,
          policies.flatMap((one) => policyLine(name, one.policyName, one.policyDocument, one.selectionCriteria)),
        );
      },
    },
  ];
}

/**
 * A subscription of the account, unless its criteria leave the log group out.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters-AccountLevel.html
 */
function policyLine(logGroup: string, name: unknown, document: unknown, criteria: unknown): string[] {
  const leftOut = /^LogGroupName NOT IN \[(.*)\]$/.exec(String(criteria ?? ""))?.[1] ?? "";
  if (leftOut.split(",").some((one) => one.trim() === `"${logGroup}"`)) return [];
  const { DestinationArn, FilterPattern } = parsed(document);
  return [filterLine(name, DestinationArn, FilterPattern)];
}

function parsed(document: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(String(document));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function filterLine(name: unknown, destination: unknown, pattern: unknown): string {
  const events = pattern ? `events like ${String(pattern)}` : "every event";
  return `${String(name)}: ${events} to ${String(destination)}`;
}

function topicChecks(environment: Environment, topic: Topic): Check[] {
  const shared = { group: "Trail", controls: ["trail-delivery-topic"] } as const;
  const policy = ofType(environment, "aws_sns_topic_policy").find(({ values }) => values["arn"] === topic.arn);
  const expected = ofType(environment, "aws_sns_topic_subscription")
    .filter(({ values }) => values["topic_arn"] === topic.arn)
    .map(({ values }) => `${String(values["protocol"])} ${String(values["endpoint"])}`);
  const accounts = subscriberAccounts(topic);
  const ofAccounts = accounts.length === 0 ? [] : [`any of ${accounts.join(", ")}`];
  const subscribers: Check = {
    ...shared,
    id: "trail.topic-subscriptions",
    title: "topic announces log files only to the configured subscribers",
    expected: [...expected, ...ofAccounts].join("; ") || "none",
    run: async ({ aws }) => {
      const found = await aws(topic).receivers.subscriptions(topic.arn);
      const ofAccount = found.filter(({ Owner = "" }) => accounts.includes(Owner)).map(lineOf);
      return sameLines([...expected, ...ofAccount.filter((line) => !expected.includes(line))], found.map(lineOf));
    },
  };
  if (!policy) return [subscribers];
  return [
    {
      ...shared,
      id: "trail.topic-policy",
      title: "topic policy matches the configured one",
      controls: ["trail-confused-deputy"],
      expected: `the statements of ${policy.stack}/${policy.address}`,
      run: async ({ aws, keys }) => {
        const { Attributes = {} } = await aws(topic).receivers.topic(topic.arn);
        return comparePolicies(await keys.inText(String(policy.values["policy"])), Attributes["Policy"]);
      },
    },
    subscribers,
  ];
}

function lineOf({ Protocol, Endpoint }: { Protocol?: string | undefined; Endpoint?: string | undefined }): string {
  return `${String(Protocol)} ${String(Endpoint)}`;
}

/** Accounts that the topic's policy lets subscribe whomever they like. */
export function subscriberAccounts({ policy }: Pick<Topic, "policy">): string[] {
  const statements = (policy?.statements ?? []).filter(
    ({ Effect, Action }) => Effect === "Allow" && [Action ?? []].flat().includes("sns:Subscribe"),
  );
  const named = statements.flatMap(({ Principal }) => (isObject(Principal) ? [Principal.AWS ?? []].flat() : []));
  return [...new Set(named.flatMap((one) => parseArn(one)?.account ?? (/^\d{12}$/.test(one) ? one : [])))];
}
