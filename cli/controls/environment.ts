import type { Environment } from "../model/environment";
import { readPolicy } from "../model/policies";
import { ofType } from "../model/resources";
import type { Policy } from "../policy/document";

/** An environment, with what its controls must know about the others. */
export interface AssessedEnvironment extends Environment {
  /** Names of the buckets of every audit trail, including this one. */
  readonly auditBuckets: readonly string[];
}

/** `bucketsElsewhere`: names of the buckets of other audit trails, from `auditBucketsOf`. */
export function withAuditBuckets(environment: Environment, bucketsElsewhere: readonly string[]): AssessedEnvironment {
  return { ...environment, auditBuckets: [...environment.buckets.map(({ name }) => name), ...bucketsElsewhere] };
}

/** Policies of keys, buckets and topics. */
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
