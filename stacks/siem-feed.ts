import type { TerraformStack } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { subscriberResources } from "../environments/schema/subscribers";
import type { WatchedResources } from "../modules/alerts";
import type { Archive } from "../modules/archive";
import { logFeedName, nameBase } from "../modules/derived-names";
import { constructId } from "../modules/ids";
import { arnsIn } from "../modules/policy";
import { LogFeed, LogFeedSubscriber, queueAlarms } from "../modules/siem";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { recordedTrails } from "./recorded-trails";
import { roleOptions } from "./role-options";

/**
 * Adds the feed of log files to the stack of the archive, whose key and bucket policies name the roles that read. Its
 * alarms are in the stack of the account's alerts, which comes later.
 */
export function addSiem(stack: TerraformStack, environment: EnvironmentConfig, archive: Archive): void {
  const { siem, logs, accounts } = environment;
  if (siem === undefined) return;
  const feed = new LogFeed(stack, "Siem", {
    name: logFeedName(nameBase(environment)),
    notifications: archive.notifications ?? { bucket: archive.bucket, eventBridge: true },
    iam: roleOptions(environment, accounts.archive.id),
  });
  const made = siem.subscribers.map(({ accounts = recordedAccounts(environment), ...subscriber }) => ({
    name: subscriber.name,
    subscriber: new LogFeedSubscriber(stack, constructId("Siem", subscriber.name), {
      ...subscriber,
      feed,
      accounts,
      prefix: logs.prefix,
      organizationId: environment.trail.ofOrganization ? environment.organization?.id : undefined,
    }),
  }));
  const each = (value: (subscriber: LogFeedSubscriber) => string | undefined) =>
    made.flatMap(({ name, subscriber }) => {
      const found = value(subscriber);
      return found === undefined ? [] : [[name, found] as const];
    });
  const queues = each(({ queue }) => queue?.url);
  const { archive: names } = OUTPUTS;
  const roles = Object.fromEntries(each(({ roleArn }) => roleArn));
  output(stack, names.siemRoles, roles, "Roles that read what is announced, by subscriber");
  if (queues.length > 0) output(stack, names.siemQueues, Object.fromEntries(queues), "Queues of subscribers");
  if (feed.topic) output(stack, names.siemTopic, feed.topic.arn, "Announces log files to subscribers");
}

/** Folders of several accounts would not fit into a role's policy, or into an event pattern. */
function recordedAccounts(environment: EnvironmentConfig): "all" | readonly string[] {
  const accounts = recordedTrails(environment).map(({ use }) => use.account);
  return environment.trail.ofOrganization || accounts.length > 1 ? "all" : accounts;
}

/** The alarms about subscribers, for the alerts of the archive's account. */
export function siemAlarms(environment: EnvironmentConfig) {
  const queues = subscriberResources(environment).filter(
    ({ kind, isDeadLetters }) => kind === "queue" && !isDeadLetters,
  );
  return queues.flatMap(({ name }) => queueAlarms(name));
}

/** What alerts watch of the feed. */
export function siemWatched(environment: EnvironmentConfig): WatchedResources {
  const { accounts, region, iam, siem } = environment;
  const arns = arnsIn({ account: accounts.archive.id, region });
  if (siem === undefined) return { accounts: [] };
  const made = subscriberResources(environment);
  const namesOf = (wanted: (typeof made)[number]["kind"]) =>
    made.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  return {
    accounts: [],
    queues: namesOf("queue").map(arns.queue),
    topics: namesOf("topic").map(arns.topic),
    roles: namesOf("role").map((role) => arns.role(role, iam?.path)),
    policies: namesOf("role").map((role) => arns.policy(role, iam?.path)),
    eventRulePrefixes: [`${logFeedName(nameBase(environment))}-`],
  };
}
