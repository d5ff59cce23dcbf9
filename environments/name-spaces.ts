import {
  cloudWatchRoleName,
  deliveryTopicName,
  logGroupName,
  replicationRoleName,
  stateKeyAlias,
} from "../modules/derived-names";
import { partitionOf } from "../modules/policy";
import type { Environment } from "./rule";

/** A name that an environment takes, which nothing else may have in the same space. */
export interface TakenName {
  /** What AWS keeps apart: `role in 111122223333`. */
  readonly space: string;
  readonly name: string;
  /** The option that gives the name, or from which it follows. */
  readonly path: string;
  /** What has the name, where it follows from the option. @default none: the option is the name */
  readonly of?: string | undefined;
}

/**
 * The one table of names that AWS wants to be unique: buckets in a partition; roles in an account, whatever their path
 * and case; aliases, trails, topics and log groups in an account and Region. Names that follow from others come first,
 * so that a clash is reported where someone wrote a name.
 */
export function takenNames(environment: Environment): TakenName[] {
  const { name, region, accounts, organization, replica, key, trail } = environment;
  const archive = accounts?.archive?.id;
  const audited = accounts?.audited?.id;
  const owner = trail?.ofOrganization === true ? organization?.managementAccount : audited;
  const delivers = trail?.cloudWatchLogs && trail.name;
  const announces = trail?.deliveryTopic && trail.name;
  return [
    ...inRegion("alias", archive, region, name && stateKeyAlias(name), "name", "the alias of the state key"),
    ...role(archive, replica && name && replicationRoleName(name), "name", "the role of replica"),
    ...role(audited, delivers && cloudWatchRoleName(delivers), "trail.name", "the role of trail.cloudWatchLogs"),
    ...bucketNames(environment).map((bucket) => ({ ...bucket, space: `bucket in ${partitionOf(region ?? "")}` })),
    ...(environment.readers ?? []).flatMap((reader, at) => role(archive, reader?.roleName, `readers[${at}].roleName`)),
    ...role(archive, environment.breakGlass?.roleName, "breakGlass.roleName"),
    ...inRegion("alias", archive, region, key?.alias, "key.alias"),
    ...inRegion("alias", replica?.account?.id ?? archive, replica?.region, replica?.keyAlias, "replica.keyAlias"),
    ...inRegion("trail", owner, region, trail?.name, "trail.name"),
    ...(trail?.cloudWatchLogs?.logGroupName === undefined
      ? inRegion("log group", audited, region, delivers && logGroupName(delivers), "trail.name", "the log group")
      : inRegion("log group", audited, region, trail.cloudWatchLogs.logGroupName, "trail.cloudWatchLogs.logGroupName")),
    ...inRegion("topic", audited, region, announces && deliveryTopicName(announces), "trail.name", "the topic"),
  ];
}

/** Two of the same space. IAM's names do not differ by case alone. */
export function clash(one: TakenName, other: TakenName): boolean {
  const isRole = one.space.startsWith("role ");
  const sameName = isRole ? one.name.toLowerCase() === other.name.toLowerCase() : one.name === other.name;
  return one.space === other.space && sameName;
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
