import type { Bucket, Environment } from "../../model/environment";
import { at } from "../../model/blocks";
import type { Arguments } from "../../model/stack";
import { fail, logging, same, sameLines, walkthrough, type Check, type Finding, type Group } from "../check";
import type { Context } from "../context";
import { partOf } from "../../model/resources";
import { orMissing } from "./absent";
import { lifecycleLines, lifecycleLinesFound } from "./lifecycle";
import { outletChecks } from "./outlets";
import { comparePolicies } from "./policy";
import { replicationCheck } from "./replication";
import { locationCheck } from "./bucket-place";
import { flagsOff } from "./public-access";

const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration";
const OBJECT_LOCK = "aws_s3_bucket_object_lock_configuration";

/** The same checks for each bucket that holds logs or findings. */
export function bucketChecks(environment: Environment): Check[] {
  const { logBucket, accessLogBucket, replicaBucket, stateBucket, findingBuckets, resultsBucket } = environment;
  const all: readonly (readonly [prefix: string, group: Group, bucket: Bucket | undefined])[] = [
    ["bucket", "Log bucket", logBucket],
    ["access-log-bucket", "Access-log bucket", accessLogBucket],
    ["replica-bucket", "Replica", replicaBucket],
    ["state-bucket", "State bucket", stateBucket],
    ["results-bucket", "Queries", resultsBucket],
  ];
  return [
    ...all.flatMap(([prefix, group, bucket]) => (bucket ? checksOf(environment, prefix, group, bucket) : [])),
    ...findingBuckets.flatMap((bucket) =>
      checksOf(environment, `findings-bucket.${bucket.name}`, "Threats", bucket).map((check) => ({
        ...check,
        title: `${bucket.name}: ${check.title}`,
      })),
    ),
  ];
}

function checksOf(environment: Environment, prefix: string, group: Group, bucket: Bucket): Check[] {
  const { name } = bucket;
  const part = (type: string) => partOf(environment, type, bucket)?.values;
  const setting = (
    id: string,
    title: string,
    controls: readonly string[],
    expected: string,
    found: (context: Context) => Promise<string>,
    exampleStep?: string,
  ): Check => ({
    id: `${prefix}.${id}`,
    group,
    title,
    expected,
    controls,
    exampleStep,
    run: async (context) => same(expected, await found(context)),
  });
  /** Other settings of an existing bucket are its owner's choice. */
  const isKnown = (type: string) => bucket.created || part(type) !== undefined;
  const block = part("aws_s3_bucket_public_access_block");
  const encryption = part(ENCRYPTION);
  const accessLogs = environment.accessLogBucket;
  const location = locationCheck(prefix, group, bucket);
  const settings: Check[] = [
    setting(
      "public-access",
      "has all four public access flags on",
      ["bucket-public-access-block"],
      flagsOff((_, argument) => (block ? block[argument] === true : !bucket.created)),
      async ({ aws }) => {
        const { PublicAccessBlockConfiguration: found = {} } = await orMissing(
          aws(bucket).publicAccessBlock(name),
          "NoSuchPublicAccessBlockConfiguration",
        );
        return flagsOff((flag) => found[flag] === true);
      },
      walkthrough(4),
    ),
    setting(
      "ownership",
      "access control lists are disabled",
      ["bucket-no-acl"],
      String(
        at(part("aws_s3_bucket_ownership_controls"), "rule.object_ownership") ??
          (bucket.created ? "none" : "BucketOwnerEnforced"),
      ),
      async ({ aws }) => {
        const found = await orMissing(aws(bucket).ownership(name), "OwnershipControlsNotFoundError");
        return found.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "none";
      },
    ),
    setting(
      "versioning",
      "keeps versions",
      ["bucket-versioning"],
      String(
        at(part("aws_s3_bucket_versioning"), "versioning_configuration.status") ?? (bucket.created ? "off" : "Enabled"),
      ),
      async ({ aws }) => (await aws(bucket).versioning(name)).Status ?? "off",
    ),
    ...(isKnown(ENCRYPTION) ? [encryptionCheck(environment, prefix, group, bucket, encryption)] : []),
    ...(isKnown(LIFECYCLE) ? [lifecycleCheck(prefix, group, bucket, part(LIFECYCLE))] : []),
    ...(isKnown(OBJECT_LOCK)
      ? [
          setting(
            "object-lock",
            "Object Lock setting matches",
            ["bucket-object-lock"],
            lock(part(OBJECT_LOCK)),
            async ({ aws }) => {
              const found = await orMissing(aws(bucket).objectLock(name), "ObjectLockConfigurationNotFoundError");
              const { Mode, Days, Years } = found.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
              if (found.ObjectLockConfiguration?.ObjectLockEnabled !== "Enabled") return "no Object Lock";
              return Mode === undefined ? "no retention" : `${Mode} for ${Days ?? `${Years} x 365`} days`;
            },
          ),
        ]
      : []),
    setting(
      "logging",
      "access logging setting matches",
      ["bucket-access-logging"],
      bucket.created || accessLogs === undefined
        ? target(part("aws_s3_bucket_logging"))
        : `into ${accessLogs.name}/${name}/`,
      async ({ aws }) => {
        const { TargetBucket, TargetPrefix = "" } = (await aws(bucket).logging(name)).LoggingEnabled ?? {};
        return TargetBucket === undefined ? "no access logs" : `into ${TargetBucket}/${TargetPrefix}`;
      },
    ),
    ...replicationCheck(environment, prefix, group, bucket),
    ...outletChecks(environment, prefix, group, bucket),
    policyCheck(environment, prefix, group, bucket),
  ];
  return [location, ...settings.map((check) => ({ ...check, needs: location.id }))];
}

function lifecycleCheck(prefix: string, group: Group, bucket: Bucket, part: Arguments | undefined): Check {
  const expected = lifecycleLines(part);
  return {
    id: `${prefix}.lifecycle`,
    group,
    title: "keeps objects as long as configured",
    controls: ["bucket-lifecycle"],
    expected: expected.join("; ") || "none",
    run: async ({ aws }) => {
      const found = await orMissing(aws(bucket).lifecycle(bucket.name), "NoSuchLifecycleConfiguration");
      return sameLines(expected, lifecycleLinesFound(found.Rules ?? []));
    },
  };
}

function policyCheck(environment: Environment, prefix: string, group: Group, bucket: Bucket): Check {
  const policy = partOf(environment, "aws_s3_bucket_policy", bucket)?.values["policy"];
  return {
    id: `${prefix}.policy`,
    group,
    title: "policy matches the configured one",
    exampleStep: logging(1),
    controls: ["bucket-tls-only", "bucket-no-foreign-account", "trail-confused-deputy"],
    expected: bucket.policy ? `the statements of ${bucket.policy.source}` : "no policy",
    run: async ({ aws, keys }): Promise<Finding> => {
      const { Policy } = await orMissing(aws(bucket).bucketPolicy(bucket.name), "NoSuchBucketPolicy");
      if (policy === undefined) return Policy === undefined ? same("no policy", "no policy") : fail("a policy");
      return comparePolicies(await keys.inText(String(policy)), Policy);
    },
  };
}

/**
 * How S3 encrypts objects of a bucket without a setting of its own.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
 */
const S3_DEFAULT = "AES256";

function encryptionCheck(
  environment: Environment,
  prefix: string,
  group: Group,
  bucket: Bucket,
  part: Arguments | undefined,
): Check {
  const algorithm = at(part, "rule.apply_server_side_encryption_by_default.sse_algorithm");
  const bucketKey = at(part, "rule.bucket_key_enabled") === true;
  const text = (kind: unknown, key: string, withBucketKey: boolean) =>
    kind === S3_DEFAULT ? S3_DEFAULT : `${String(kind)} with ${key}, Bucket Key ${withBucketKey ? "on" : "off"}`;
  const expected = ({ keys }: Pick<Context, "keys">) =>
    text(algorithm ?? S3_DEFAULT, bucket.keyArn === undefined ? "no key" : keys.nameOf(bucket.keyArn), bucketKey);
  return {
    id: `${prefix}.encryption`,
    group,
    title: bucket.keyArn === undefined ? "encrypts by default" : "encrypts with the key by default",
    controls: bucket === environment.accessLogBucket ? [] : ["bucket-encryption"],
    exampleStep: walkthrough(3),
    expected: bucket.keyArn === undefined ? S3_DEFAULT : `aws:kms with the key, Bucket Key ${bucketKey ? "on" : "off"}`,
    run: async (context) => {
      const found = await orMissing(
        context.aws(bucket).encryption(bucket.name),
        "ServerSideEncryptionConfigurationNotFoundError",
      );
      const { ApplyServerSideEncryptionByDefault: rule, BucketKeyEnabled = false } =
        found.ServerSideEncryptionConfiguration?.Rules?.[0] ?? {};
      if (!rule) return part === undefined ? same(S3_DEFAULT, S3_DEFAULT) : fail("none");
      const key = await context.keys.nameOfFound(rule.KMSMasterKeyID, bucket.keyArn);
      return same(expected(context), text(rule.SSEAlgorithm, key, BucketKeyEnabled));
    },
  };
}

function lock(part: Arguments | undefined): string {
  const retention = (name: string) => at(part, `rule.default_retention.${name}`);
  if (retention("mode") === undefined) return part === undefined ? "no Object Lock" : "no retention";
  // A state has 0 for the one that is not set.
  return `${String(retention("mode"))} for ${String(retention("days") || `${String(retention("years"))} x 365`)} days`;
}

function target(part: Arguments | undefined): string {
  return part === undefined
    ? "no access logs"
    : `into ${String(part["target_bucket"])}/${String(part["target_prefix"] ?? "")}`;
}
