import { parseArn } from "../policy";

/** What the alerts watch. ARNs must be known at synth, except those of keys. */
export interface WatchedResources {
  /** Accounts that own what is watched. Records that other accounts receive raise no alert. */
  readonly accounts: readonly string[];
  /** ARNs. @default none */
  readonly trails?: readonly string[];
  /** ARNs, may be tokens. @default none */
  readonly keys?: readonly string[];
  /** Names. @default none */
  readonly buckets?: readonly string[];
  /** ARNs of roles that may not change: readers and those that services use. @default none */
  readonly roles?: readonly string[];
  /** ARNs of managed policies. @default none */
  readonly policies?: readonly string[];
  /** ARNs of roles whose every use alerts. @default none */
  readonly breakGlassRoles?: readonly string[];
  /** ARNs, without `:*` at the end. @default none */
  readonly logGroups?: readonly string[];
  /** Names of EventBridge rules. @default none */
  readonly eventRules?: readonly string[];
  /** ARNs of Lambda functions. @default none */
  readonly functions?: readonly string[];
  /** ARNs of SNS topics. @default none */
  readonly topics?: readonly string[];
  /** ARNs of SQS queues. @default none */
  readonly queues?: readonly string[];
  /** What the names of CloudWatch alarms begin with. @default none */
  readonly alarmPrefixes?: readonly string[];
}

/** The watched as records name them: a trail by its name in one call and by its ARN in another. */
export type Watched = ReturnType<typeof watchedTexts>;

export type WatchedKind = Exclude<keyof Watched, "accounts">;

export function watchedTexts(resources: WatchedResources) {
  const { trails = [], roles = [], logGroups = [], functions = [], topics = [], queues = [] } = resources;
  const functionTexts = functions.flatMap((arn) => {
    const { account, resource } = parseArn(arn)!;
    return [arn, lastPart(arn, ":"), `${account}:${resource}`];
  });
  return {
    accounts: resources.accounts,
    trails: trails.flatMap((arn) => [arn, lastPart(arn, "/")]),
    keys: resources.keys ?? [],
    buckets: resources.buckets ?? [],
    roles: roles.map((arn) => lastPart(arn, "/")),
    policies: resources.policies ?? [],
    breakGlassRoles: resources.breakGlassRoles ?? [],
    logGroups: logGroups.flatMap((arn) => [arn, lastPart(arn, ":")]),
    eventRules: resources.eventRules ?? [],
    functions: functionTexts,
    /** A version or alias follows. */
    functionVersions: functionTexts.map((text) => `${text}:`),
    topics,
    /** An id follows. */
    subscriptions: topics.map((arn) => `${arn}:`),
    queues: queues.map((arn) => `/${parseArn(arn)!.account}/${lastPart(arn, ":")}`),
    alarms: resources.alarmPrefixes ?? [],
  } satisfies Record<string, readonly string[]>;
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
