import { buildConfiguration } from "../model/build";
import { readBuckets } from "../model/buckets";
import type { EnvironmentConfig } from "../../environments";
import type { Bucket, Configuration } from "../model/model";
import type { Policy } from "../policy/document";
import { readPolicy } from "../model/policies";
import { environmentsIn, readStacks } from "../model/read";
import { resolveStacks } from "../model/resolve";
import type { StackJson, StackResource } from "../model/stack";

/** What a check looks at: the synthesized resources of one environment, references resolved. */
export interface Environment {
  readonly name: string;
  readonly configuration: Configuration;
  readonly trail: StackResource;
  /** All buckets, those of logs, copies and state alike. */
  readonly buckets: readonly Bucket[];
  /** Names of the buckets of every audit trail there is, this one's included. */
  readonly auditBuckets: readonly string[];
  /** Resources of a type. */
  all(type: string): readonly StackResource[];
  /** The resource of a type that belongs to a bucket. */
  ofBucket(type: string, bucket: Bucket): StackResource | undefined;
}

/**
 * Reads one environment's stacks. `bucketsElsewhere` are buckets of other audit trails, see `auditBucketsOf`. Throws
 * a `UserError` where the stacks hold no audit trail.
 */
export function readEnvironment(
  name: string,
  stacks: readonly StackJson[],
  bucketsElsewhere: readonly string[],
): Environment {
  const configuration = buildConfiguration(name, stacks);
  const resources = resolveStacks(stacks);
  const all = (type: string) => resources.filter((resource) => resource.type === type);
  const buckets = readBuckets(resources);
  return {
    name,
    configuration,
    trail: all("aws_cloudtrail")[0]!,
    buckets,
    auditBuckets: [...buckets.map((bucket) => bucket.name), ...bucketsElsewhere],
    all,
    ofBucket: (type, bucket) => all(type).find(({ values }) => values["bucket"] === bucket.name),
  };
}

/**
 * Names of the buckets of every audit trail there is: those of `environments`, which the folder may hold only in part,
 * and those of the folder, which may be of another app.
 */
export function auditBucketsOf(outdir: string, environments: readonly EnvironmentConfig[]): string[] {
  const stacks = environmentsIn(outdir).flatMap((name) => readStacks(outdir, name));
  const synthesized = stacks.flatMap(({ resources }) => Object.values(resources["aws_s3_bucket"] ?? {}));
  return [...environments.flatMap(bucketNames), ...synthesized.map(({ bucket }) => String(bucket))];
}

function bucketNames({ logs, accessLogs, replica, state }: EnvironmentConfig): string[] {
  return [logs, accessLogs, state, ...(replica ? [replica] : [])].map(({ bucketName }) => bucketName);
}

/** Policies on resources: of keys, buckets and topics. */
export function resourcePolicies({ all, buckets, configuration }: Environment): Policy[] {
  return [
    ...configuration.keys.map(({ policy }) => policy),
    ...buckets.flatMap(({ policy }) => policy ?? []),
    ...all("aws_sns_topic_policy").map((resource) => readPolicy(resource, "policy")),
  ];
}

/** Policies of identities: managed and inline. */
export function identityPolicies({ all }: Environment): Policy[] {
  return ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) =>
    all(type).map((resource) => readPolicy(resource, "policy")),
  );
}

/** Trust policies of the roles. */
export function trustPolicies({ all }: Environment): Policy[] {
  return all("aws_iam_role").map((role) => readPolicy(role, "assume_role_policy"));
}
