import { parseArn } from "../../../modules/policy";
import type { Arguments, StackJson } from "../../model/stack";
import { at, blocks } from "../../model/blocks";

/** Arguments that name the receiver of what a log group, a rule, a topic or a bucket forwards. */
const DESTINATIONS: Readonly<Record<string, (values: Arguments) => unknown[]>> = {
  aws_cloudwatch_log_subscription_filter: (values) => [values["destination_arn"]],
  aws_cloudwatch_event_target: (values) => [values["arn"]],
  aws_sns_topic_subscription: (values) => [values["endpoint"]],
  aws_s3_bucket_notification: (values) => [
    ...blocks(values, "queue").map((block) => block["queue_arn"]),
    ...blocks(values, "topic").map((block) => block["topic_arn"]),
    ...blocks(values, "lambda_function").map((block) => block["lambda_function_arn"]),
  ],
  aws_s3_bucket_replication_configuration: (values) =>
    blocks(values, "rule").flatMap((rule) => [
      at(rule, "destination.bucket"),
      at(rule, "destination.account"),
      at(rule, "destination.encryption_configuration.replica_kms_key_id"),
    ]),
  aws_s3_bucket_inventory: (values) => [at(values, "destination.bucket.bucket_arn")],
};

export const PASSING_ON = Object.keys(DESTINATIONS);

/**
 * The receivers outside the accounts and buckets of these stacks to which a resource forwards. A template refers to a
 * resource of these stacks.
 */
export function outsideDestinations(type: string, values: Arguments, stacks: readonly StackJson[]): string[] {
  const named = (Object.hasOwn(DESTINATIONS, type) ? DESTINATIONS[type]!(values) : []).filter(
    (name) => typeof name === "string" && name !== "" && !name.startsWith("${"),
  ) as string[];
  if (named.length === 0) return [];
  const accounts = stacks.flatMap(({ providers }) => Object.values(providers).map(({ account }) => account));
  const buckets = stacks.flatMap(({ resources }) =>
    Object.values(resources["aws_s3_bucket"] ?? {}).map(({ bucket }) => bucket),
  );
  const isInside = (name: string) => {
    if (/^\d{12}$/.test(name)) return accounts.includes(name);
    const { account, resource } = parseArn(name) ?? {};
    if (account === undefined) return false;
    return account === "" ? buckets.includes(resource) : accounts.includes(account);
  };
  return named.filter((name) => !isInside(name));
}
