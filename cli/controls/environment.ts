import type { EnvironmentConfig } from "../../environments";
import type { Environment } from "../model/environment";
import { readPolicy } from "../model/policies";
import { readAllStacks } from "../model/read";
import { ofType } from "../model/resources";
import type { Policy } from "../policy/document";

/** An environment, and what its controls must know of the others. */
export interface AssessedEnvironment extends Environment {
  /** Names of the buckets of every audit trail there is, this one's included. */
  readonly auditBuckets: readonly string[];
}

/** `bucketsElsewhere` are buckets of other audit trails, see `auditBucketsOf`. */
export function withAuditBuckets(environment: Environment, bucketsElsewhere: readonly string[]): AssessedEnvironment {
  return { ...environment, auditBuckets: [...environment.buckets.map(({ name }) => name), ...bucketsElsewhere] };
}

/**
 * Names of the buckets of every audit trail there is: those of `environments`, which the folder may hold only in part,
 * and those of the folder, which may be of another app.
 */
export function auditBucketsOf(outdir: string, environments: readonly EnvironmentConfig[]): string[] {
  const synthesized = readAllStacks(outdir).flatMap(({ resources }) => Object.values(resources["aws_s3_bucket"] ?? {}));
  return [...environments.flatMap(bucketNames), ...synthesized.map(({ bucket }) => String(bucket))];
}

function bucketNames({ logs, accessLogs, replica, state }: EnvironmentConfig): string[] {
  return [logs, accessLogs, state, ...(replica ? [replica] : [])].map(({ bucketName }) => bucketName);
}

/** Policies on resources: of keys, buckets and topics. */
export function resourcePolicies(environment: Environment): Policy[] {
  const { keys, buckets } = environment;
  return [
    ...keys.map(({ policy }) => policy),
    ...buckets.flatMap(({ policy }) => policy ?? []),
    ...ofType(environment, "aws_sns_topic_policy").map((resource) => readPolicy(resource, "policy")),
  ];
}

/** Policies of identities: managed and inline. */
export function identityPolicies(environment: Environment): Policy[] {
  return ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) =>
    ofType(environment, type).map((resource) => readPolicy(resource, "policy")),
  );
}

/** Trust policies of the roles. */
export function trustPolicies(environment: Environment): Policy[] {
  return ofType(environment, "aws_iam_role").map((role) => readPolicy(role, "assume_role_policy"));
}
