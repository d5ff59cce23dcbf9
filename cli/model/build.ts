import { arnsIn, isArnOf, parseArn } from "../../modules/policy";
import { OUTPUTS } from "../../stacks/names";
import { synthCommand } from "../framework/package";
import { UserError } from "../framework/user-error";
import { at } from "./blocks";
import { impliedAttributes } from "./implied";
import { resolveStacks } from "./resolve";
import type { StackJson, StackResource } from "./stack";
import { readAccountBlock, readBuckets } from "./buckets";
import { readIdentities } from "./identities";
import { keyNamed, readKeys } from "./keys";
import type { Bucket, Environment, Key, Topic, Trail } from "./environment";
import { readChannels } from "./messages";
import { readPolicy } from "./policies";
import { workgroupsFor } from "./workgroups";

/** What to do about an environment that lacks a part; each completes an error. */
export interface MissingAdvice {
  /** @default write all stacks */
  readonly trail?: string;
  readonly bucket: string;
  /** @default the key may be elsewhere */
  readonly key?: string;
  /** For trails that deliver into different buckets. @default keep the trails of one */
  readonly buckets?: string;
}

/** For stacks of a synthesized folder. */
export const SYNTHESIZED: MissingAdvice = {
  bucket: "if another stack has it, name both in audit-trail.json, as one environment",
  buckets: "give each its own stack, and each stack its own environment in audit-trail.json",
};

/**
 * Resolves the stacks of one environment or example. Throws a `UserError` if they contain no audit trail. `advice`: for
 * stacks that a user put together.
 */
export function resolveEnvironment(name: string, stacks: readonly StackJson[], advice?: MissingAdvice): Environment {
  if (!stacks.some(({ resources }) => Object.keys(resources["aws_cloudtrail"] ?? {}).length > 0)) {
    const cure = advice?.trail ?? `run ${synthCommand()}, which writes all its stacks`;
    throw new UserError(`${name} must contain a trail, found none; ${cure}`);
  }
  const resources = resolveStacks(stacks);
  const buckets = readBuckets(resources);
  const organizationId = organizationOf(buckets);
  const trails = readTrails(resources, stacks, organizationId);
  const bucketNames = [...new Set(trails.map(({ bucketName }) => bucketName))];
  if (bucketNames.length > 1) {
    throw new UserError(
      `${name} must have one log bucket, its trails deliver into ${bucketNames.join(", ")}; ` +
        (advice?.buckets ?? "keep the trails of one"),
    );
  }
  const bucketName = bucketNames[0]!;
  const named = (bucket: unknown) => buckets.find((one) => one.name === bucket);
  const logBucket = named(bucketName);
  if (!logBucket) {
    const cure = advice ? `; ${advice.bucket}` : "";
    throw new UserError(`${name}: the trail's bucket ${bucketName} has no policy in ${these(stacks)}${cure}`);
  }
  const realArns = new Map(stacks.flatMap(({ keyArns }) => [...(keyArns ?? [])]));
  const keys = readKeys(resources).map((key) => withRealArn(key, realArns.get(key.arn)));
  const foreignKey = trails.find(({ keyArn }) => keyArn !== undefined && !keys.some(({ arn }) => arn === keyArn));
  // Without the key's policy, the matrix would look as if no key protected the logs.
  if (advice?.key !== undefined && foreignKey) {
    throw new UserError(`${name}: the trail's key ${foreignKey.keyArn} is not in ${these(stacks)}; ${advice.key}`);
  }
  const state = stacks.map(({ backend }) => backend["s3"]?.["bucket"]).find((bucket) => bucket !== undefined);
  return {
    name,
    stacks,
    isSynthesized: stacks.some(({ folder }) => folder !== undefined),
    resources,
    buckets,
    trails,
    // The archive account's own trail is a small one.
    trail: trails.find(({ account }) => account !== logBucket.account) ?? trails[0]!,
    logBucket,
    accessLogBucket: accessLogBucketOf(logBucket, buckets, resources),
    replicaBucket: named(replicaName(resources)),
    stateBucket: named(state),
    findingBuckets: [...new Set(findingBucketNames(resources).map(named))].filter((bucket) => bucket !== undefined),
    resultsBucket: buckets.find(({ name: one }) => one === resultsName(bucketName, resources) && one !== bucketName),
    keys,
    channels: readChannels(resources).filter(({ arn }) => !trails.some(({ topic }) => topic?.arn === arn)),
    identities: readIdentities(resources),
    organizationId,
    accountBlocksPublicAccess: readAccountBlock(resources, logBucket.account),
  };
}

/** Plans and states of other configurations are no stacks to those who have them. */
function these(stacks: readonly StackJson[]): string {
  return stacks.some(({ folder }) => folder !== undefined) ? "these stacks" : "these files";
}

function withRealArn(key: Key, realArn: string | undefined): Key {
  return realArn === undefined ? key : { ...key, realArn };
}

function readTrails(
  resources: readonly StackResource[],
  stacks: readonly StackJson[],
  organizationId: string | undefined,
): Trail[] {
  const made = ofType(resources, "aws_cloudtrail");
  return made.map((resource) => {
    const isAlone = made.filter(({ stack }) => stack === resource.stack).length === 1;
    const outputs = isAlone ? stacks.find(({ name }) => name === resource.stack)?.outputs : undefined;
    return readTrail(resource, resources, outputs?.[OUTPUTS.trail.trailArn]?.value, organizationId);
  });
}

/**
 * `stated`: the ARN in the stack's output; a state has it too. An organization's trail belongs to the management account,
 * even if a delegated administrator creates it.
 */
function readTrail(
  resource: StackResource,
  resources: readonly StackResource[],
  stated: unknown,
  organizationId: string | undefined,
): Trail {
  const { account, region, values } = resource;
  const name = String(values["name"]);
  const prefix = values["s3_key_prefix"];
  const organizationTrail = values["is_organization_trail"] === true;
  const topic = readTopic(resources, resource);
  return {
    name,
    arn: [stated, values["arn"]].find(isText) ?? arnsIn({ account, region }).trail(name),
    account,
    region,
    bucketName: String(values["s3_bucket_name"]),
    logs: {
      // Terraform's state has an empty string if there is no prefix.
      prefix: typeof prefix === "string" && prefix !== "" ? prefix : undefined,
      organizationId: organizationTrail ? organizationId : undefined,
    },
    keyArn: keyNamed(values["kms_key_id"], resources),
    organizationTrail,
    logging: values["enable_logging"] === true,
    validation: values["enable_log_file_validation"] === true,
    topic,
    topicArn: topic?.arn ?? existingTopic(resource),
    logGroupArn: readLogGroup(resource),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** The log group that the trail delivers to, which may exist already. */
function readLogGroup({ values }: StackResource): string | undefined {
  const named = String(values["cloud_watch_logs_group_arn"] ?? "").replace(/:\*$/, "");
  return isArnOf(named, "logs", "log-group:") ? named : undefined;
}

/** The owner of an existing bucket says where its access logs go: to the bucket whose policy takes them. */
function accessLogBucketOf(
  { name, arn, created }: Bucket,
  buckets: readonly Bucket[],
  resources: readonly StackResource[],
): Bucket | undefined {
  const logging = ofType(resources, "aws_s3_bucket_logging").find(({ values }) => values["bucket"] === name);
  const takesLogs = ({ policy }: Bucket) =>
    policy?.statements.some(
      ({ Effect, Principal, Condition }) =>
        Effect === "Allow" &&
        JSON.stringify(Principal) === '{"Service":"logging.s3.amazonaws.com"}' &&
        JSON.stringify(Condition ?? {}).includes(`"${arn}"`),
    );
  if (logging) return buckets.find((one) => one.name === logging.values["target_bucket"]);
  return created ? undefined : buckets.find(takesLogs);
}

/** The topic that the trail publishes to, which it names by ARN or by name. */
function readTopic(resources: readonly StackResource[], { account: owner, values }: StackResource): Topic | undefined {
  const named = [values["sns_topic_name"], values["sns_topic_arn"]].filter((name) => typeof name === "string");
  const topic = ofType(resources, "aws_sns_topic").find(
    (one) => named.includes(arnOf(one)) || (one.account === owner && named.includes(one.values["name"] as string)),
  );
  if (!topic) return undefined;
  const arn = arnOf(topic);
  const policy = ofType(resources, "aws_sns_topic_policy").find(({ values }) => values["arn"] === arn);
  return {
    arn,
    account: topic.account,
    region: topic.region,
    keyArn: keyNamed(topic.values["kms_master_key_id"], resources),
    policy: policy && readPolicy(policy, "policy"),
  };
}

/** A topic that the stacks do not create, by name in the trail's own account and Region. */
function existingTopic({ account, region, values }: StackResource): string | undefined {
  const named = [values["sns_topic_arn"], values["sns_topic_name"]].find((one) => isText(one) && one !== "");
  if (!isText(named)) return undefined;
  return isArnOf(named, "sns", "") ? named : arnsIn({ account, region }).topic(named);
}

function arnOf(resource: StackResource): string {
  return String(impliedAttributes(resource)["arn"]);
}

function replicaName(resources: readonly StackResource[]): string | undefined {
  const [replication] = ofType(resources, "aws_s3_bucket_replication_configuration");
  const rules = (replication?.values["rule"] ?? []) as { destination?: { bucket?: string } }[];
  const arn = rules[0]?.destination?.bucket;
  return arn === undefined ? undefined : parseArn(arn)?.resource;
}

/** A destination may name a folder of the bucket. */
function findingBucketNames(resources: readonly StackResource[]): string[] {
  const destinations = ofType(resources, "aws_guardduty_publishing_destination");
  return destinations.map(({ values }) => parseArn(String(values["destination_arn"]))?.resource.split("/")[0] ?? "");
}

/** The bucket of `s3://bucket/folder/`, where a workgroup's results go. */
function resultsName(logBucket: string, resources: readonly StackResource[]): string | undefined {
  const [workgroup] = workgroupsFor(logBucket, resources);
  const place = at(workgroup?.values, "configuration.result_configuration.output_location");
  return /^s3:\/\/([^/]+)/.exec(String(place))?.[1];
}

function organizationOf(buckets: readonly Bucket[]): string | undefined {
  return /"(o-[a-z0-9]{10,32})"/.exec(JSON.stringify(buckets.map(({ policy }) => policy)))?.[1];
}

function ofType(resources: readonly StackResource[], type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}
