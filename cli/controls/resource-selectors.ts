import type { Bucket, Environment } from "../model/environment";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";

/** Selects the resources that an exclusion applies to; empty if the environment has none. */
export type ResourceSelector = (environment: Environment) => readonly StackResource[];

export const everyBucket: ResourceSelector = (environment) => ofType(environment, "aws_s3_bucket");

/** Selects the buckets with these roles in an environment. */
function inRole(...roles: ((environment: Environment) => Bucket | undefined | readonly Bucket[])[]): ResourceSelector {
  return (environment) => {
    const names = roles.flatMap((role) => [role(environment) ?? []].flat()).map(({ name }) => name);
    return everyBucket(environment).filter(({ values }) => names.includes(values["bucket"] as string));
  };
}

export const accessLogBucket = inRole(({ accessLogBucket: bucket }) => bucket);
export const stateBucket = inRole(({ stateBucket: bucket }) => bucket);
export const bucketsWithoutAccessLogs = inRole(
  ({ replicaBucket }) => replicaBucket,
  ({ stateBucket: bucket }) => bucket,
  ({ findingBuckets }) => findingBuckets,
  ({ resultsBucket }) => resultsBucket,
);
export const bucketsBesideLogs = inRole(
  ({ accessLogBucket: bucket }) => bucket,
  ({ replicaBucket }) => replicaBucket,
  ({ stateBucket: bucket }) => bucket,
  ({ findingBuckets }) => findingBuckets,
  ({ resultsBucket }) => resultsBucket,
);

/** Selects the buckets that a resource of this type belongs to. */
function withResource(type: string): ResourceSelector {
  return (environment) => {
    const names = ofType(environment, type).map(({ values }) => values["bucket"]);
    return everyBucket(environment).filter(({ values }) => names.includes(values["bucket"]));
  };
}

export const replicatedBucket = withResource("aws_s3_bucket_replication_configuration");
export const notifyingBucket = withResource("aws_s3_bucket_notification");

export const bucketsWithoutReplica: ResourceSelector = (environment) => {
  const replicated = replicatedBucket(environment);
  return everyBucket(environment).filter((bucket) => !replicated.includes(bucket));
};

export const trail: ResourceSelector = (environment) => ofType(environment, "aws_cloudtrail");

export const trailWithLogGroup: ResourceSelector = (environment) =>
  trail(environment).filter(({ values }) => values["cloud_watch_logs_group_arn"] !== undefined);

export const detectorOfOneAccount: ResourceSelector = (environment) =>
  ofType(environment, "aws_guardduty_organization_configuration").length > 0
    ? []
    : ofType(environment, "aws_guardduty_detector");

export const replicationRole: ResourceSelector = (environment) =>
  ofType(environment, "aws_iam_role").filter(({ values }) =>
    String(values["assume_role_policy"]).includes('"s3.amazonaws.com"'),
  );

/** Roles that an account is trusted with: a third party's, or one whose permission set a condition names. */
export const roleOfAccount: ResourceSelector = (environment) =>
  ofType(environment, "aws_iam_role").filter(({ values }) => String(values["assume_role_policy"]).includes(':root"'));
