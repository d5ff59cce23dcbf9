import { parseArn } from "../../modules/policy";
import type { Check } from "./control";
import type { Environment } from "../model/environment";
import { PUBLIC_ACCESS_ARGUMENTS } from "../model/public-access";
import { ofType, partOf } from "../model/resources";
import { at } from "../model/blocks";
import { canonical } from "../policy/canonical";
import { isWithin } from "../policy/coverage";
import { faultyAllows, forEach, listOf, principalsOf, unless } from "./rule";

const buckets = (environment: Environment) => environment.buckets;
const logBucket = (environment: Environment) => [environment.logBucket];
/** The owner of an existing bucket sets what is no policy: `verify` checks it, not a control. */
const created = ({ buckets: all }: Environment) => all.filter((bucket) => bucket.created);
const createdLogBucket = (environment: Environment) => logBucket(environment).filter((bucket) => bucket.created);
/** S3 does not deliver access logs to a bucket that encrypts with a KMS key. */
const encryptable = (environment: Environment) =>
  created(environment).filter(({ name }) => name !== environment.accessLogBucket?.name);

export const logsAccess = forEach(logBucket, ({ name }, { accessLogBucket: target }) => {
  if (target === undefined) return [`${name}: its access is not logged to a bucket of this environment`];
  const delivers = target.policy?.statements.some(
    (statement) =>
      statement.Effect === "Allow" && principalsOf(statement, "Service").includes("logging.s3.amazonaws.com"),
  );
  return [
    ...unless(target.name !== name, `${name}: must not be the target of its own access logs`),
    ...unless(delivers === true, `${target.name}: does not allow logging.s3.amazonaws.com to write`),
  ];
});

export const blocksPublicAccess = forEach(created, ({ name, blocksPublicAccess: all }) =>
  unless(all, `${name}: its public access block must have all four flags on`),
);

export const blocksPublicAccessOfAccount: Check = (environment) => {
  const { account } = environment.logBucket;
  const block = ofType(environment, "aws_s3_account_public_access_block").find(
    ({ values }) => values["account_id"] === account,
  );
  if (!block) return [`account ${account} has no public access block in this environment`];
  return PUBLIC_ACCESS_ARGUMENTS.filter((flag) => block.values[flag] !== true).map(
    (flag) => `account ${account}: ${flag} must be true`,
  );
};

/** The requests that every bucket policy must deny: all actions of everyone over plain HTTP. */
const denyPlainHttp = (arn: string) =>
  canonical({
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });

export const refusesPlainHttp = forEach(buckets, ({ name, arn, policy }) =>
  unless(
    policy?.statements.some((statement) => isWithin(denyPlainHttp(arn), canonical(statement))) === true,
    `${name}: its policy does not deny every action over plain HTTP`,
  ),
);

export const grantsNothingByAcl = forEach(created, (bucket, environment) => [
  ...unless(bucket.ownerEnforced, `${bucket.name}: object_ownership must be BucketOwnerEnforced`),
  ...unless(partOf(environment, "aws_s3_bucket_acl", bucket) === undefined, `${bucket.name}: has an ACL`),
]);

export const encryptsWithKey = forEach(encryptable, (bucket, environment) => {
  const rule = at(partOf(environment, "aws_s3_bucket_server_side_encryption_configuration", bucket)?.values, "rule");
  const algorithm = at(rule, "apply_server_side_encryption_by_default.sse_algorithm");
  return [
    ...unless(algorithm === "aws:kms", `${bucket.name}: sse_algorithm must be aws:kms, is ${algorithm ?? "absent"}`),
    ...unless(bucket.keyArn !== undefined, `${bucket.name}: kms_master_key_id is absent`),
    ...unless(at(rule, "bucket_key_enabled") === true, `${bucket.name}: bucket_key_enabled must be true`),
  ];
});

export const keepsVersions = forEach(created, ({ name, versioned }) => unless(versioned, `${name}: is not versioned`));

export const locksLogs = forEach(createdLogBucket, ({ name, objectLock }) =>
  unless(objectLock !== undefined && objectLock.days > 0, `${name}: has no default retention`),
);

export const hasLifecycle = forEach(created, (bucket, environment) => {
  const configuration = partOf(environment, "aws_s3_bucket_lifecycle_configuration", bucket);
  const rules = configuration?.values["rule"] as object[] | undefined;
  return unless(
    listOf(rules).some(
      (rule) =>
        at(rule, "status") === "Enabled" &&
        (at(rule, "filter.prefix") ?? "") === "" &&
        Number(at(rule, "abort_incomplete_multipart_upload.days_after_initiation")) > 0 &&
        Number(at(rule, "noncurrent_version_expiration.noncurrent_days")) > 0,
    ),
    `${bucket.name}: no enabled rule for all objects expires old versions and aborts uploads`,
  );
});

export const announcesObjects = forEach(createdLogBucket, (bucket, environment) => {
  const {
    eventbridge,
    queue,
    topic,
    lambda_function: functions,
  } = partOf(environment, "aws_s3_bucket_notification", bucket)?.values ?? {};
  const targets = [queue, topic, functions].flatMap((list) => listOf(list as object[] | undefined));
  return unless(eventbridge === true || targets.length > 0, `${bucket.name}: sends no event notifications`);
});

export const grantsNoOtherAccount = forEach(logBucket, ({ policy, account }) =>
  policy === undefined
    ? []
    : faultyAllows(
        policy,
        (statement) => principalsOf(statement, "AWS").some((arn) => accountOf(arn) !== account),
        "allows a principal of another account",
      ),
);

/** Account of a principal, which may be written as an account id. */
function accountOf(principal: string): string | undefined {
  return parseArn(principal)?.account ?? principal;
}
