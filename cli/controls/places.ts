import type { Bucket, Environment } from "../model/environment";
import { ofType, trailResource } from "../model/resources";
import type { StackResource } from "../model/stack";

/** The resources of an environment that an exclusion is about; none where the environment has no such resource. */
export type Place = (environment: Environment) => readonly StackResource[];

export const everyBucket: Place = (environment) => ofType(environment, "aws_s3_bucket");

/** Of the buckets that an environment has in these roles. */
function inRole(...roles: ((environment: Environment) => Bucket | undefined)[]): Place {
  return (environment) => {
    const names = roles.map((role) => role(environment)?.name);
    return everyBucket(environment).filter(({ values }) => names.includes(values["bucket"] as string));
  };
}

export const accessLogBucket = inRole(({ accessLogBucket: bucket }) => bucket);
export const stateBucket = inRole(({ stateBucket: bucket }) => bucket);
export const replicaAndStateBucket = inRole(
  ({ replicaBucket }) => replicaBucket,
  ({ stateBucket: bucket }) => bucket,
);
export const bucketsBesideLogs = inRole(
  ({ accessLogBucket: bucket }) => bucket,
  ({ replicaBucket }) => replicaBucket,
  ({ stateBucket: bucket }) => bucket,
);

/** Of the buckets that a resource of this type belongs to. */
function withResource(type: string): Place {
  return (environment) => {
    const names = ofType(environment, type).map(({ values }) => values["bucket"]);
    return everyBucket(environment).filter(({ values }) => names.includes(values["bucket"]));
  };
}

export const replicatedBucket = withResource("aws_s3_bucket_replication_configuration");
export const notifyingBucket = withResource("aws_s3_bucket_notification");

export const bucketsWithoutReplica: Place = (environment) => {
  const replicated = replicatedBucket(environment);
  return everyBucket(environment).filter((bucket) => !replicated.includes(bucket));
};

export const trail: Place = (environment) => [trailResource(environment)];

export const trailWithLogGroup: Place = (environment) =>
  trail(environment).filter(({ values }) => values["cloud_watch_logs_group_arn"] !== undefined);

export const replicationRole: Place = (environment) =>
  ofType(environment, "aws_iam_role").filter(({ values }) =>
    String(values["assume_role_policy"]).includes('"s3.amazonaws.com"'),
  );

/** Roles that an account is trusted with: a third party's, or one whose permission set a condition names. */
export const roleOfAccount: Place = (environment) =>
  ofType(environment, "aws_iam_role").filter(({ values }) => String(values["assume_role_policy"]).includes(':root"'));
