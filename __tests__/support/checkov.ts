/**
 * What checkov 3.3.13 makes of a stack's Terraform JSON, by its sources: checkov itself is written in Python and is not
 * part of the tests. Of its checks those on the resource types that this project makes.
 * @see https://github.com/bridgecrewio/checkov/tree/main/checkov/terraform_json
 */
type Json = Readonly<Record<string, unknown>>;

interface Resource {
  readonly type: string;
  readonly id: string;
  readonly values: Json;
}

/** Where checkov's parser ends with "this method receives only dicts", or with an AttributeError. */
export function parserStops(stack: Json): string[] {
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const entries = (value: unknown) => Object.entries(value as Json).filter(([key]) => key !== "//");
  return entries(stack).flatMap(([block, content]) => {
    if (!isObject(content)) return [block];
    return entries(content).flatMap(([name, config]) => {
      const at = `${block}.${name}`;
      if (block === "provider") return (config as unknown[]).every(isObject) ? [] : [at];
      if (!isObject(config)) return [at];
      if (block !== "resource") return [];
      return entries(config).flatMap(([id, values]) => (isObject(values) ? [] : [`${at}.${id}`]));
    });
  });
}

type Passes = (resource: Resource, all: readonly Resource[]) => boolean;

/** Whether a resource of this type refers to the resource: checkov follows references, not names. */
const connected =
  (type: string, holds: (values: Json) => boolean = () => true): Passes =>
  (resource, all) =>
    all.some(
      (other) =>
        other.type === type &&
        JSON.stringify(other.values).includes(`\${${resource.type}.${resource.id}.`) &&
        holds(other.values),
    );
const refersTo =
  (type: string): Passes =>
  (resource, all) =>
    all.some(
      (other) => other.type === type && JSON.stringify(resource.values).includes(`\${${other.type}.${other.id}.`),
    );
const has =
  (attribute: string, holds: (value: unknown) => boolean = (value) => value !== undefined && value !== ""): Passes =>
  ({ values }) =>
    holds(values[attribute]);
const isTrue = (value: unknown) => value === true;
const includes = (text: string) => (values: Json) => JSON.stringify(values).includes(text);

/** By check: the type of resource, and when one passes. */
const CHECKS: Readonly<Record<string, readonly [type: string, passes: Passes]>> = {
  CKV_AWS_238: ["aws_guardduty_detector", has("enable", (value) => value !== false)],
  CKV2_AWS_3: [
    "aws_guardduty_detector",
    connected("aws_guardduty_organization_configuration", includes('"auto_enable_organization_members":"ALL"')),
  ],
  CKV_AWS_7: ["aws_kms_key", has("enable_key_rotation", isTrue)],
  CKV2_AWS_64: ["aws_kms_key", has("policy")],
  CKV_AWS_18: ["aws_s3_bucket", connected("aws_s3_bucket_logging")],
  CKV_AWS_21: ["aws_s3_bucket", connected("aws_s3_bucket_versioning", includes('"status":"Enabled"'))],
  CKV_AWS_144: ["aws_s3_bucket", connected("aws_s3_bucket_replication_configuration")],
  CKV_AWS_145: [
    "aws_s3_bucket",
    connected("aws_s3_bucket_server_side_encryption_configuration", includes('"sse_algorithm":"aws:kms"')),
  ],
  CKV2_AWS_6: ["aws_s3_bucket", connected("aws_s3_bucket_public_access_block")],
  CKV2_AWS_61: ["aws_s3_bucket", connected("aws_s3_bucket_lifecycle_configuration")],
  CKV2_AWS_62: ["aws_s3_bucket", connected("aws_s3_bucket_notification")],
  CKV_AWS_53: ["aws_s3_bucket_public_access_block", has("block_public_acls", isTrue)],
  CKV_AWS_54: ["aws_s3_bucket_public_access_block", has("block_public_policy", isTrue)],
  CKV_AWS_55: ["aws_s3_bucket_public_access_block", has("ignore_public_acls", isTrue)],
  CKV_AWS_56: ["aws_s3_bucket_public_access_block", has("restrict_public_buckets", isTrue)],
  CKV_AWS_300: [
    "aws_s3_bucket_lifecycle_configuration",
    ({ values }) => includes('"days_after_initiation"')(values) && includes('"prefix":""')(values),
  ],
  CKV2_AWS_65: ["aws_s3_bucket_ownership_controls", ({ values }) => includes('"BucketOwnerEnforced"')(values)],
  CKV_AWS_35: ["aws_cloudtrail", has("kms_key_id")],
  CKV_AWS_36: ["aws_cloudtrail", has("enable_log_file_validation", isTrue)],
  CKV_AWS_67: ["aws_cloudtrail", has("is_multi_region_trail", isTrue)],
  CKV_AWS_251: ["aws_cloudtrail", has("enable_logging", (value) => value !== false)],
  CKV_AWS_252: ["aws_cloudtrail", has("sns_topic_name")],
  CKV2_AWS_10: [
    "aws_cloudtrail",
    (trail, all) => has("cloud_watch_logs_group_arn")(trail, all) && refersTo("aws_cloudwatch_log_group")(trail, all),
  ],
  CKV_AWS_66: ["aws_cloudwatch_log_group", has("retention_in_days")],
  CKV_AWS_158: ["aws_cloudwatch_log_group", has("kms_key_id")],
  CKV_AWS_338: ["aws_cloudwatch_log_group", has("retention_in_days", (days) => days === 0 || Number(days) >= 365)],
  CKV_AWS_26: ["aws_sns_topic", has("kms_master_key_id")],
  CKV_AWS_40: ["aws_iam_user_policy_attachment", has("user", (user) => user === undefined)],
  CKV_AWS_60: ["aws_iam_role", ({ values }) => !includes('\\"AWS\\":\\"*\\"')(values)],
  CKV_AWS_61: [
    "aws_iam_role",
    ({ values }) => !/\\"AWS\\":\\"(\d{12}|arn:aws:iam::\d{12}:root)/.test(JSON.stringify(values)),
  ],
};

/** The checks that the stack does not pass, each once. */
export function failedChecks(stack: Json): string[] {
  const all = Object.entries((stack["resource"] ?? {}) as Record<string, Record<string, Json>>).flatMap(
    ([type, resources]) => Object.entries(resources).map(([id, values]) => ({ type, id, values })),
  );
  return Object.entries(CHECKS)
    .filter(([, [type, passes]]) => all.some((resource) => resource.type === type && !passes(resource, all)))
    .map(([check]) => check)
    .sort();
}

/** Whether checkov skips the check in this file of its root folder, by a line of its configuration. */
export function skips(line: string, check: string, file: string): boolean {
  const [id, pattern] = line.split(":");
  return id === check && new RegExp(`^${pattern}`).test(file);
}
