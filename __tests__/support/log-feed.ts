import type { TerraformStack } from "cdktf";
import { Alerts } from "../../modules/alerts";
import { Archive, type ArchiveProps } from "../../modules/archive";
import { LogFeed, LogFeedSubscriber, type LogFeedProps, type LogFeedSubscriberProps } from "../../modules/siem";
import { ALERTS } from "./alerts";
import { synthStack, type Resource, type Synthesized } from "./synth";

export const ACCOUNT = "111122223333";
export const SIEM_ROLE = "arn:aws:iam::444455556666:role/Splunk";
const IN = { account: ACCOUNT, region: "eu-central-1" };

export const SUBSCRIBER: Omit<LogFeedSubscriberProps, "feed"> = {
  name: "splunk",
  accounts: "all",
  trustedPrincipals: [SIEM_ROLE],
  externalId: "agreed",
};

export interface FeedOptions {
  readonly archive?: Partial<ArchiveProps>;
  readonly feed?: (archive: Archive, alerts: Alerts) => Partial<LogFeedProps>;
  /** One after the other, each in addition to `SUBSCRIBER`. */
  readonly subscribers?: readonly Partial<LogFeedSubscriberProps>[];
}

/** An archive with one trail, alerts, a feed and its subscribers. */
export function addFeed(stack: TerraformStack, { archive = {}, feed, subscribers = [{}] }: FeedOptions = {}) {
  const logs = new Archive(stack, "Archive", {
    ...IN,
    bucketName: "audit-logs",
    trails: [{ ...IN, name: "audit" }],
    eventBridge: true,
    ...archive,
  });
  const alerts = new Alerts(stack, "Alerts", ALERTS);
  const notifications = logs.notifications!;
  const made = new LogFeed(stack, "Feed", { name: "audit-feed", notifications, alerts, ...feed?.(logs, alerts) });
  return subscribers.map(
    (options, index) => new LogFeedSubscriber(stack, `Subscriber${index}`, { feed: made, ...SUBSCRIBER, ...options }),
  );
}

export function synthFeed(options: FeedOptions = {}): Synthesized {
  return synthStack((stack) => addFeed(stack, options));
}

export function queueNamed(stack: Synthesized, name: string): Resource {
  return stack.all("aws_sqs_queue").find((queue) => queue["name"] === name)!;
}

/** Key of a file as CloudTrail names them. */
export function logFile(account: string, kind = "CloudTrail", folder = "AWSLogs", region = "eu-central-1"): string {
  const name = `${account}_${kind}_${region}_20261127T0100Z_0123456789abcdef.json.gz`;
  return `${folder}/${account}/${kind}/${region}/2026/11/27/${name}`;
}
