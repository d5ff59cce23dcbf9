/*
 * Names that derive from other names. Stacks and constructs use them; environments check them against AWS's limits and
 * against the names that people chose.
 */

interface Named {
  /** @default none */
  readonly namePrefix?: string | undefined;
  /** @default none: an environment that is checked may lack it */
  readonly name?: string | undefined;
}

/** What the names that derive from an environment's name begin with: `namePrefix` and `name`. */
export function nameBase({ namePrefix = "", name = "" }: Named): string {
  return `${namePrefix}${name}`;
}

/** Alias of the key that encrypts an environment's state, without `alias/`. */
export function stateKeyAlias(environment: string): string {
  return `${environment}-audit-trail-state`;
}

/** Name of the role that copies an environment's log files to the replica. */
export function replicationRoleName(environment: string): string {
  return `${environment}-audit-log-replication`;
}

/** Name of the role with which CloudTrail writes a trail's events to CloudWatch Logs. */
export function cloudWatchRoleName(trail: string): string {
  return `${trail}-cloudwatch-logs`;
}

/** Name of the log group for a trail's events. */
export function logGroupName(trail: string): string {
  return `/aws/cloudtrail/${trail}`;
}

/** Name of the topic that announces a trail's log files. Names of topics cannot contain periods. */
export function deliveryTopicName(trail: string): string {
  return `${trail.replace(/\./g, "-")}-deliveries`;
}

/** Name of an environment's alerts in each of its accounts: of their topic, function and key. */
export function alertsName(environment: string): string {
  return `${environment}-audit-alerts`;
}

/** Name of an environment's queries: of their workgroup, policy and key, and with `_` for `-` of their database. */
export function queryName(environment: string): string {
  return `${environment}-audit-query`;
}

/** Name of the function that asks whether a trail delivers. */
export function healthFunctionName(alerts: string): string {
  return `${alerts}-health`;
}

/** Name of a function's role. */
export function functionRoleName(functionName: string): string {
  return `${functionName}-function`;
}

/** Name of the role with which EventBridge passes events from another Region. Role names are unique across Regions. */
export function forwarderRoleName(alerts: string, region: string): string {
  return `${alerts}-from-${region}`;
}

/** Name of the role with which EventBridge passes GuardDuty's findings from another Region. */
export function findingsRoleName(alerts: string, region: string): string {
  return `${alerts}-findings-${region}`;
}

/** Name of the bucket with the findings of one detector, and alias of its key. */
export function findingsBucketName(prefix: string, { account, region }: { account: string; region: string }): string {
  return `${prefix}-${account}-${region}`;
}

/** Name of a function's log group, which AWS Lambda prescribes. */
export function functionLogGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** Name of an environment's feed of log files, and of its topic. */
export function logFeedName(environment: string): string {
  return `${environment}-audit-feed`;
}

/** Name of the queue, the rule and the role of a feed's subscriber. */
export function feedSubscriberName(feed: string, subscriber: string): string {
  return `${feed}-${subscriber}`;
}

/** Name of the queue for messages that a queue's consumer fails to process. */
export function deadLettersName(queue: string): string {
  return `${queue}-failed`;
}
