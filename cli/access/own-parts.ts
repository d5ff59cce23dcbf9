import type { Environment, Identity } from "../model/environment";
import { impliedAttributes } from "../model/implied";
import { keyNamed } from "../model/keys";
import { readPolicy, sourceOf } from "../model/policies";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";
import { tablesOn, workgroupsFor } from "../model/workgroups";
import { alertingArns, isAlerting, logGroupNames } from "./alerting-parts";
import { involvedIn, powerlessIn } from "./powerless";

/**
 * The environment without what has nothing to do with its trail: a state of a whole account has buckets, keys, log
 * groups, roles and functions of applications.
 */
export function withOwnParts(environment: Environment): Environment {
  const own = withOwnKeys(withOwnBuckets(environment));
  const isInvolved = involvedIn(own);
  const serving = servingRoles(own);
  const identities = own.identities.filter((one) => serving.has(one.arn) || isInvolved(callerOf(one)));
  const named = { ...own, identities };
  return { ...named, resources: own.resources.filter(isOwnIn(named, isInvolved)) };
}

/** `aws_kms_key (2), aws_sns_topic (1)`: what `withOwnParts` left out of `whole`; `undefined` if nothing. */
export function leftOut(whole: Environment, own: Environment): string | undefined {
  const kept = new Set(own.resources);
  const types = whole.resources.filter((one) => !kept.has(one)).map(({ type }) => type);
  const counted = [...new Set(types)].sort().map((type) => `${type} (${types.filter((one) => one === type).length})`);
  return counted.length === 0 ? undefined : counted.join(", ");
}

/** For the matrix: also without roles and users to which it cannot allow anything. */
export function withoutBystanders(environment: Environment): Environment {
  const own = withOwnKeys(withOwnBuckets(environment));
  const isPowerless = powerlessIn(own);
  return { ...own, identities: own.identities.filter((one) => !isPowerless(callerOf(one))) };
}

function withOwnBuckets(environment: Environment): Environment {
  const { logBucket, accessLogBucket, replicaBucket, stateBucket, resultsBucket, findingBuckets } = environment;
  const own = [logBucket, accessLogBucket, replicaBucket, stateBucket, resultsBucket, ...findingBuckets];
  return { ...environment, buckets: environment.buckets.filter((bucket) => own.includes(bucket)) };
}

/** A topic or queue stays if it has the key of the logs, or if an alert about the trail goes there. */
function withOwnKeys(environment: Environment): Environment {
  const { trails, buckets, logBucket } = environment;
  const ofLogs = new Set([...trails.map(({ keyArn }) => keyArn), logBucket.keyArn]);
  const alerting = alertingArns(environment);
  const channels = environment.channels.filter(
    ({ arn, keyArn }) => (keyArn !== undefined && ofLogs.has(keyArn)) || alerting.has(arn),
  );
  const groups = logGroupNames(environment);
  const arns = new Set([
    ...ofLogs,
    ...[...buckets, ...channels, ...trails.flatMap(({ topic }) => topic ?? [])].map(({ keyArn }) => keyArn),
    ...ofType(environment, "aws_cloudwatch_log_group")
      .filter(({ values }) => groups.has(values["name"]))
      .map(({ values }) => keyNamed(values["kms_key_id"], environment.resources)),
  ]);
  return { ...environment, channels, keys: environment.keys.filter(({ arn }) => arns.has(arn)) };
}

type Involved = ReturnType<typeof involvedIn>;

/** Of types that neither a control nor a check reads, every resource counts as own. */
function isOwnIn(environment: Environment, isInvolved: Involved): (resource: StackResource) => boolean {
  const { buckets, keys, channels, trails, identities } = environment;
  const bucketNames = new Set<unknown>(buckets.map(({ name }) => name));
  const arns = new Set<unknown>([
    ...[...trails, ...keys, ...channels, ...identities].map(({ arn }) => arn),
    ...trails.map(({ topic }) => topic?.arn),
  ]);
  const holders = new Set(identities.map(({ arn, account }) => `${account} ${arn.split("/").at(-1)}`));
  const held = new Set<unknown>(
    identities.flatMap(({ policies, boundary }) => [...policies, boundary].map((one) => one?.source)),
  );
  const alerting = isAlerting(environment);
  const workgroups = new Set(workgroupsFor(environment.logBucket.name, environment.resources));
  const tables = new Set(tablesOn(environment.logBucket.name, environment.resources));
  return (resource) => {
    const { type, account, values } = resource;
    const isHeld = (holder: unknown) => holders.has(`${account} ${String(holder)}`);
    const target = keyNamed(values["target_key_id"] ?? values["key_id"], environment.resources);
    switch (type) {
      case "aws_athena_workgroup":
        return workgroups.has(resource);
      case "aws_glue_catalog_table":
        return tables.has(resource);
      case "aws_cloudtrail":
      case "aws_iam_role":
      case "aws_iam_user":
      case "aws_kms_key":
      case "aws_kms_replica_key":
      case "aws_sns_topic":
      case "aws_sqs_queue":
        return arns.has(impliedAttributes(resource)["arn"]);
      case "aws_kms_alias":
      case "aws_kms_key_policy":
      case "aws_kms_grant":
        return keys.some(({ arn }) => arn === target || arn.endsWith(`/${String(values["target_key_id"])}`));
      case "aws_sqs_queue_policy":
        return channels.some(({ name }) => String(values["queue_url"]).endsWith(`/${name}`));
      case "aws_sns_topic_policy":
        return arns.has(values["arn"]);
      case "aws_sns_topic_subscription":
        return arns.has(values["topic_arn"]);
      case "aws_iam_policy":
        return held.has(sourceOf(resource)) || isInvolved(holderOf(resource));
      case "aws_iam_role_policy":
      case "aws_iam_role_policy_attachment":
        return isHeld(values["role"]);
      case "aws_iam_user_policy":
      case "aws_iam_user_policy_attachment":
        return isHeld(values["user"]);
    }
    if (type.startsWith("aws_s3_bucket") || type === "aws_s3_access_point") return bucketNames.has(values["bucket"]);
    return alerting(resource);
  };
}

/** A policy that nobody here has may be attached elsewhere: somebody who has nothing else stands for them. */
function holderOf(resource: StackResource) {
  const arn = String(impliedAttributes(resource)["arn"]);
  return { arn, policies: [readPolicy(resource, "policy")] };
}

function callerOf({ arn, policies }: Identity) {
  return { kind: "principal", arn, organizationId: undefined, policies } as const;
}

/** Roles that carry out the trail's delivery and the bucket's replication, and those of functions that alert. */
function servingRoles(environment: Environment): ReadonlySet<unknown> {
  const alerting = isAlerting(environment);
  return new Set([
    ...ofType(environment, "aws_cloudtrail").map(({ values }) => values["cloud_watch_logs_role_arn"]),
    ...ofType(environment, "aws_s3_bucket_replication_configuration")
      .filter(({ values }) => environment.buckets.some(({ name }) => name === values["bucket"]))
      .map(({ values }) => values["role"]),
    ...ofType(environment, "aws_lambda_function")
      .filter(alerting)
      .map(({ values }) => values["role"]),
  ]);
}
