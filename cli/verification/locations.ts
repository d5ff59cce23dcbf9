import { resolve } from "node:path";
import { parseArn, type Location } from "../../modules/policy";
import type { Environment } from "../model/environment";
import type { StackJson } from "../model/stack";

/** Every account and Region that the checks use, without duplicates; the first trail's first. */
export function locationsOf(environment: Environment): Location[] {
  const { trail, trails, logBucket, accessLogBucket, replicaBucket, stateBucket, resultsBucket } = environment;
  const all = [trail, ...trails, logBucket, accessLogBucket, replicaBucket, stateBucket, resultsBucket].filter(
    (one) => one !== undefined,
  );
  const locations = new Map(all.map(({ account, region }) => [`${account} ${region}`, { account, region }]));
  return [...locations.values()];
}

/** The file that holds a stack's state; undefined for a state that is not in a file. */
export function stateFileOf({ folder = "", backend }: StackJson): string | undefined {
  const path = backend["local"]?.["path"];
  return typeof path === "string" ? resolve(folder, path) : undefined;
}

/** The account that owns the trail: for an organization's trail, the management account. */
export function trailOwner({ trail }: Environment): string {
  return parseArn(trail.arn)?.account ?? trail.account;
}

/** How calls must name the trail: by name in its own account, by ARN in a delegated administrator's. */
export function trailReference({ trail: { arn, name, account } }: Environment): string {
  return arn.includes(`:${account}:`) ? name : arn;
}
