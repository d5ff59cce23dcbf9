import { Token } from "cdktf";
import type { KeysOf } from "../known-options";
import { isAccountId, isBucketNameOfAnyAge } from "../limits/formats";
import { parseArn } from "../policy";
import { invalidArn, invalidFormat, type Problem } from "../validation";

/** What the alerts watch. ARNs must be known at synth, except those of keys. */
export interface WatchedResources {
  /** Accounts that own what is watched. Records that other accounts receive raise no alert. */
  readonly accounts: readonly string[];
  /** ARNs. @default none */
  readonly trails?: readonly string[];
  /** ARNs, which may be tokens. @default none */
  readonly keys?: readonly string[];
  /** Names. @default none */
  readonly buckets?: readonly string[];
  /** ARNs of roles that may not change: readers and those that services use. @default none */
  readonly roles?: readonly string[];
  /** ARNs of managed policies. @default none */
  readonly policies?: readonly string[];
  /** ARNs of roles whose every use raises an alert. @default none */
  readonly breakGlassRoles?: readonly string[];
  /** ARNs, without `:*` at the end. @default none */
  readonly logGroups?: readonly string[];
  /** What the names of EventBridge rules begin with. @default none */
  readonly eventRulePrefixes?: readonly string[];
  /** ARNs of Lambda functions. @default none */
  readonly functions?: readonly string[];
  /** ARNs of SNS topics. @default none */
  readonly topics?: readonly string[];
  /** ARNs of SQS queues. @default none */
  readonly queues?: readonly string[];
  /** What the names of CloudWatch alarms begin with. @default none */
  readonly alarmPrefixes?: readonly string[];
}

/** Of one account. */
export const WATCH_OPTIONS: KeysOf<Omit<WatchedResources, "accounts">> = {
  alarmPrefixes: "list",
  breakGlassRoles: "list",
  buckets: "list",
  eventRulePrefixes: "list",
  functions: "list",
  keys: "list",
  logGroups: "list",
  policies: "list",
  queues: "list",
  roles: "list",
  topics: "list",
  trails: "list",
};

/** The watched resources as records name them: a trail by its name in one call and by its ARN in another. */
export type Watched = ReturnType<typeof watchedTexts>;

export type WatchedKind = Exclude<keyof Watched, "accounts">;

export function watchedTexts(resources: WatchedResources) {
  const { trails = [], roles = [], logGroups = [], functions = [], topics = [], queues = [] } = resources;
  return {
    accounts: resources.accounts,
    trails: trails.flatMap((arn) => [arn, lastPart(arn, "/")]),
    keys: resources.keys ?? [],
    buckets: resources.buckets ?? [],
    roles: roles.map((arn) => lastPart(arn, "/")),
    policies: resources.policies ?? [],
    breakGlassRoles: resources.breakGlassRoles ?? [],
    logGroups: logGroups.map((arn) => lastPart(arn, ":")),
    eventRules: resources.eventRulePrefixes ?? [],
    functions: functions.flatMap((arn) => {
      const { account, resource } = parseArn(arn)!;
      return [arn, lastPart(arn, ":"), `${account}:${resource}`];
    }),
    topics,
    queues: queues.map((arn) => `/${parseArn(arn)!.account}/${lastPart(arn, ":")}`),
    alarms: resources.alarmPrefixes ?? [],
  } satisfies Record<string, readonly string[]>;
}

/** Half of the resources of these kinds, and the other half. */
export function halved(watched: Watched, kinds: readonly WatchedKind[]): Watched[] {
  return [0, 1].map((half) => ({
    ...watched,
    ...Object.fromEntries(kinds.map((kind) => [kind, halves(watched[kind])[half]])),
  }));
}

export function halves<T>(list: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}

/** Everything that any of these lists, once. */
export function joinWatched(...all: readonly WatchedResources[]): WatchedResources {
  const kinds = Object.keys({ ...WATCH_OPTIONS, accounts: true }) as (keyof WatchedResources)[];
  const joined = kinds.map((kind) => [kind, [...new Set(all.flatMap((one) => one[kind] ?? []))]]);
  return Object.fromEntries(joined) as unknown as WatchedResources;
}

/** `option` is the name of the option with the resources: `watch`. */
export function watchedProblems(option: string, resources: WatchedResources): Problem[] {
  const {
    accounts,
    buckets = [],
    logGroups = [],
    eventRulePrefixes = [],
    alarmPrefixes = [],
    keys = [],
    ...rest
  } = resources;
  const {
    trails = [],
    roles = [],
    policies = [],
    breakGlassRoles = [],
    functions = [],
    topics = [],
    queues = [],
  } = rest;
  const known = [accounts, buckets, logGroups, eventRulePrefixes, alarmPrefixes, ...Object.values(rest)].flat();
  const arns = (name: string, texts: readonly string[], service: string, start: string) =>
    texts.map((arn) => invalidArn(`${option}.${name}`, arn, service, start));
  return [
    known.some((text) => Token.isUnresolved(text)) &&
      `${option} must be known at synth, except keys, got a token; build ARNs from names: \`arnsIn\``,
    ...accounts.map((account) => invalidFormat(`${option}.accounts`, account, isAccountId, "12 digits")),
    ...buckets.map((name) => invalidFormat(`${option}.buckets`, name, isBucketNameOfAnyAge, "names of buckets")),
    ...arns("trails", trails, "cloudtrail", "trail/"),
    ...arns("keys", keys, "kms", "key/"),
    ...arns("roles", roles, "iam", "role/"),
    ...arns("policies", policies, "iam", "policy/"),
    ...arns("breakGlassRoles", breakGlassRoles, "iam", "role/"),
    ...arns("logGroups", logGroups, "logs", "log-group:"),
    ...arns("functions", functions, "lambda", "function:"),
    ...arns("topics", topics, "sns", ""),
    ...arns("queues", queues, "sqs", ""),
  ];
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
