import { join, resolve } from "node:path";
import { buildConfiguration } from "../model/build";
import type { Bucket, Configuration } from "../model/model";
import { readStacks } from "../model/read";
import { resolveStacks } from "../model/resolve";
import type { Arguments, StackResource } from "../model/stack";
import { parseArn } from "../../modules/policy";

/** An account in a Region. */
export interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** What was synthesized: all that the checks expect is read from here. */
export interface Setup {
  readonly environment: string;
  readonly resources: readonly StackResource[];
  readonly configuration: Configuration;
  /** Where Terraform runs, by the stack's name. */
  readonly stackFolders: Readonly<Record<string, string>>;
  /** Files that hold a stack's state, by the stack's name, where it is kept in a file. */
  readonly stateFiles: Readonly<Record<string, string>>;
  /** Roles that Terraform takes, by account. */
  readonly roles: Readonly<Record<string, string>>;
}

/** Reads one environment. Throws a `UserError` where it cannot be read. */
export function readSetup(outdir: string, environment: string): Setup {
  const stacks = readStacks(outdir, environment);
  const providers = stacks.flatMap((stack) => Object.values(stack.providers));
  return {
    environment,
    resources: resolveStacks(stacks),
    configuration: buildConfiguration(environment, stacks),
    stackFolders: Object.fromEntries(stacks.map(({ name }) => [name, join(outdir, "stacks", name)])),
    stateFiles: Object.fromEntries(
      stacks.flatMap(({ name, backend }) => {
        const path = backend["local"]?.["path"];
        return typeof path === "string" ? [[name, resolve(outdir, "stacks", name, path)]] : [];
      }),
    ),
    roles: Object.fromEntries(
      providers.flatMap(({ account, roleArn }) => (roleArn === undefined ? [] : [[account, roleArn]])),
    ),
  };
}

/** Every account and Region that is asked, each once; the trail's first. */
export function placesOf({ configuration }: Setup): Place[] {
  const { trail, logBucket, accessLogBucket, replicaBucket } = configuration;
  const all = [trail, logBucket, accessLogBucket, replicaBucket].filter((one) => one !== undefined);
  const places = new Map(all.map(({ account, region }) => [`${account} ${region}`, { account, region }]));
  return [...places.values()];
}

/** Arguments of the one resource of a type that belongs to a bucket. */
export function partOf({ resources }: Setup, type: string, bucket: Bucket): Arguments | undefined {
  return resources.find((one) => one.type === type && one.values["bucket"] === bucket.name)?.values;
}

/** The account that owns the trail: an organization's belongs to its management account. */
export function trailOwner({ configuration }: Setup): string {
  return parseArn(configuration.trail.arn)?.account ?? configuration.trail.account;
}

/** By its name where it is the caller's own, by its ARN where it is the organization's. */
export function askedName({ configuration }: Setup): string {
  const { arn, name, account } = configuration.trail;
  return arn.includes(`:${account}:`) ? name : arn;
}
