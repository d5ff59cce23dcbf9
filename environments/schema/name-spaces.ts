import {
  alertsName,
  cloudWatchRoleName,
  deadLettersName,
  deliveryTopicName,
  findingsRoleName,
  forwarderRoleName,
  functionLogGroupName,
  functionRoleName,
  healthFunctionName,
  queryName,
  logGroupName,
  replicationRoleName,
  stateKeyAlias,
  nameBase,
} from "../../modules/derived-names";
import { partitionOf } from "../../modules/policy";
import { alertedAccounts, regionsToForward } from "./alerted";
import { ARCHIVE_TRAIL, auditedWithPaths, recordsArchive } from "./audited";
import { detectorsOf } from "./detectors";
import { readersWithPaths } from "./readers";
import type { Environment } from "./rule";
import { subscriberResources } from "./subscribers";

/** A name that an environment uses, which must be unique in its namespace. */
export interface TakenName {
  /** The namespace: `role in 111122223333`. */
  readonly space: string;
  readonly name: string;
  /** The option that sets the name, or from which it derives. */
  readonly path: string;
  /** The resource with the name, if it derives from the option. @default none: the option is the name */
  readonly of?: string | undefined;
}

/**
 * The names that AWS requires to be unique: buckets in a partition; roles in an account, whatever their path and case;
 * aliases, trails, topics, queues and log groups in an account and Region; stacks in the app. Derived names come first, so that
 * a clash is reported for an option that someone wrote.
 */
export function takenNames(environment: Environment): TakenName[] {
  const { name, region, accounts, replica, key } = environment;
  const archive = accounts?.archive?.id;
  return [
    ...stackNames(environment),
    ...inRegion(
      "alias",
      archive,
      region,
      name && stateKeyAlias(nameBase(environment)),
      "name",
      "the alias of the state key",
    ),
    ...role(archive, replica && name && replicationRoleName(nameBase(environment)), "name", "the role of replica"),
    ...roleOfTrails(environment),
    ...namesOfAlerts(environment),
    ...namesOfSubscribers(environment),
    ...namesOfDetectors(environment),
    ...namesOfQuery(environment),
    ...[...bucketNames(environment), ...resultsBucket(environment)].map((bucket) => ({
      ...bucket,
      space: bucketSpace(environment),
    })),
    ...readersWithPaths(environment).flatMap(({ path, reader, account }) =>
      role(account, reader.roleName, `${path}.roleName`),
    ),
    ...role(archive, environment.breakGlass?.roleName, "breakGlass.roleName"),
    ...inRegion("alias", archive, region, key?.alias, "key.alias"),
    // An environment replaces the policy of an existing key.
    ...(key && "arn" in key ? inRegion("key", archive, region, key.arn, "key.arn") : []),
    ...(key?.otherAliases ?? []).flatMap((alias, at) =>
      inRegion("alias", archive, region, alias, `key.otherAliases[${at}]`),
    ),
    ...inRegion("alias", replica?.account?.id ?? archive, replica?.region, replica?.keyAlias, "replica.keyAlias"),
    ...namesOfTrails(environment),
  ];
}

/** A stack `prod-trail-state` would be the state of one environment, or a trail of another. */
function stackNames(environment: Environment): TakenName[] {
  const { name } = environment;
  if (name === undefined) return [];
  const accounts = auditedWithPaths(environment).map(({ account }) => account.name);
  const named = [...accounts, recordsArchive(environment) ? ARCHIVE_TRAIL : undefined];
  const trails = named.map((account) => (account === undefined ? "trail" : `trail-${account}`));
  const alerts = alertedAccounts(environment).map((account) =>
    account.name === undefined ? "alerts" : `alerts-${account.name}`,
  );
  const threats = detectorsOf(environment).map(({ account, region }) =>
    account.name === undefined ? `threats-${region}` : `threats-${account.name}-${region}`,
  );
  const query = environment.query === undefined ? [] : ["query"];
  const parts = new Set(["state", "archive", ...trails, ...alerts, ...threats, ...query]);
  return [...parts].map((part) => ({ space: "stack", name: `${name}-${part}`, path: "name", of: "its stacks" }));
}

/** The policy of a reader has the name of its role, so that the policy of queries takes a role's name too. */
function namesOfQuery({ query, accounts, region, ...environment }: Environment): TakenName[] {
  const archive = accounts?.archive?.id;
  if (query === undefined) return [];
  const name = environment.name === undefined ? undefined : queryName(nameBase(environment));
  return [
    ...role(archive, name, "name", "the policy of query"),
    ...inRegion("alias", archive, region, name, "name", "the alias of query"),
  ];
}

/** Each account has alerts of the same name. */
function namesOfAlerts(environment: Environment): TakenName[] {
  const { name, region } = environment;
  if (name === undefined) return [];
  const alerts = alertsName(nameBase(environment));
  const functions = [alerts, healthFunctionName(alerts)];
  return alertedAccounts(environment).flatMap(({ id }) => [
    ...functions.flatMap((one) => role(id, functionRoleName(one), "name", "the role of alerts")),
    ...regionsToForward(environment, id).flatMap((other) =>
      role(id, forwarderRoleName(alerts, other.region), "name", "the role of alerts"),
    ),
    ...inRegion("alias", id, region, alerts, "name", "the alias of alerts"),
    ...inRegion("topic", id, region, alerts, "name", "the topic of alerts"),
    ...inRegion("queue", id, region, deadLettersName(alerts), "name", "the queue of alerts"),
    ...functions.flatMap((one) =>
      inRegion("log group", id, region, functionLogGroupName(one), "name", "the log group of alerts"),
    ),
  ]);
}

/** Each detector has a role that passes its findings on, except at home, and a bucket whose key has its name as alias. */
function namesOfDetectors(environment: Environment): TakenName[] {
  const { region: home } = environment;
  const alerts = alertsName(nameBase(environment));
  const prefix = "threats.export.bucketPrefix";
  return detectorsOf(environment).flatMap(({ account, region, bucketName }) => [
    ...(region === home ? [] : role(account.id, findingsRoleName(alerts, region), "name", "the role of threats")),
    ...(bucketName === undefined
      ? []
      : [{ space: bucketSpace(environment), name: bucketName, path: prefix, of: "a bucket of findings" }]),
    ...inRegion("alias", account.id, region, bucketName, prefix, "the alias of a key of findings"),
  ]);
}

function namesOfSubscribers(environment: Environment): TakenName[] {
  const { name: base, region, accounts } = environment;
  const archive = accounts?.archive?.id;
  if (base === undefined) return [];
  return subscriberResources(environment).flatMap(({ kind, name, path, of }) =>
    kind === "role" ? role(archive, name, path, of) : inRegion(kind, archive, region, name, path, of),
  );
}

function roleOfTrails(environment: Environment): TakenName[] {
  const { cloudWatchLogs } = environment.trail ?? {};
  // An existing role is not created.
  const isExisting = cloudWatchLogs !== undefined && "roleName" in cloudWatchLogs;
  const delivers = cloudWatchLogs && !isExisting && environment.trail?.name;
  const name = delivers ? cloudWatchRoleName(delivers) : undefined;
  return auditedIds(environment).flatMap((id) => role(id, name, "trail.name", "the role of trail.cloudWatchLogs"));
}

/** Each account has a trail with the same name. */
function namesOfTrails(environment: Environment): TakenName[] {
  const { region, accounts, organization, trail } = environment;
  const audited = auditedIds(environment);
  const owners = trail?.ofOrganization === true ? [organization?.managementAccount] : audited;
  const announces = trail?.deliveryTopic === true && trail.name;
  return [
    ...[...owners, ...(recordsArchive(environment) ? [accounts?.archive?.id] : [])].flatMap((id) =>
      inRegion("trail", id, region, trail?.name, "trail.name"),
    ),
    ...audited.flatMap((id) => [
      ...namesOfLogGroup(environment, id),
      ...inRegion("topic", id, region, announces && deliveryTopicName(announces), "trail.name", "the topic"),
    ]),
  ];
}

/** Several environments may deliver into a log group that exists. */
function namesOfLogGroup({ region, trail }: Environment, account: string | undefined): TakenName[] {
  const { cloudWatchLogs } = trail ?? {};
  if (cloudWatchLogs === undefined || "existing" in cloudWatchLogs) return [];
  const { logGroupName: name } = cloudWatchLogs;
  return name === undefined
    ? inRegion("log group", account, region, trail?.name && logGroupName(trail.name), "trail.name", "the log group")
    : inRegion("log group", account, region, name, "trail.cloudWatchLogs.logGroupName");
}

/** A duplicate account is refused elsewhere. */
function auditedIds(environment: Environment): (string | undefined)[] {
  return [...new Set(auditedWithPaths(environment).map(({ account }) => account.id))];
}

/** Equal for names that clash: in one namespace, and for IAM's names whatever their case. */
export function identityOf({ space, name }: TakenName): string {
  return `${space}\n${space.startsWith("role ") ? name.toLowerCase() : name}`;
}

/** The buckets that the environment creates, with the paths of their names. */
export function bucketNames({ state, logs, accessLogs, replica }: Environment): { path: string; name: string }[] {
  const all = [
    { path: "state.bucketName", name: state?.bucketName },
    { path: "logs.bucketName", name: logs?.bucketName },
    { path: "accessLogs.bucketName", name: accessLogs?.bucketName },
    { path: "replica.bucketName", name: replica?.bucketName },
  ];
  return all.flatMap(({ path, name }) => (name === undefined ? [] : [{ path, name }]));
}

function bucketSpace({ region }: Environment): string {
  return `bucket in ${partitionOf(region ?? "")}`;
}

/** No log bucket: its objects may be recorded. */
function resultsBucket({ query }: Environment): { path: string; name: string }[] {
  return query?.bucketName === undefined ? [] : [{ path: "query.bucketName", name: query.bucketName }];
}

function role(account: string | undefined, name: string | undefined, path: string, of?: string): TakenName[] {
  return account === undefined || name === undefined ? [] : [{ space: `role in ${account}`, name, path, of }];
}

function inRegion(
  what: string,
  account: string | undefined,
  region: string | undefined,
  name: string | false | undefined,
  path: string,
  of?: string,
): TakenName[] {
  if (account === undefined || region === undefined || !name) return [];
  return [{ space: `${what} in ${account}, ${region}`, name, path, of }];
}
