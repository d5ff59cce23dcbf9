import { edit, resource, take, type Arguments, type StackJson } from "../edit";
import { caseOf, type Case } from "./case";

const local = caseOf("local-archive");
const full = caseOf("full-archive");
const state = caseOf("full-state");

/** The first rule of a bucket's configuration. */
const ruleOf = (stack: StackJson, type: string, start = "") =>
  (resource(stack, type, start)["rule"] as Arguments[])[0]!;

/** Changes to the key, the buckets and the state store. */
export const archiveCases: readonly Case[] = [
  local("access-block-flag-off", (stack) =>
    edit(resource(stack, "aws_s3_bucket_public_access_block", "LogBucket"), { block_public_policy: false }),
  ),
  local("access-block-of-account-destroyed", (stack) => {
    take(stack, "aws_s3_account_public_access_block");
  }),
  local("versioning-suspended", (stack) =>
    edit(resource(stack, "aws_s3_bucket_versioning", "LogBucket"), {
      versioning_configuration: { status: "Suspended" },
    }),
  ),
  local("key-weakened", (stack) =>
    edit(resource(stack, "aws_kms_key"), {
      enable_key_rotation: false,
      is_enabled: false,
      rotation_period_in_days: undefined,
    }),
  ),
  local("retention-shortened", (stack) => {
    ruleOf(stack, "aws_s3_bucket_lifecycle_configuration", "LogBucket")["expiration"] = [{ days: 1 }];
  }),
  local("bucket-policy-destroyed", (stack) => {
    take(stack, "aws_s3_bucket_policy", "LogBucket");
  }),
  local("bucket-replaced", (stack) =>
    edit(resource(stack, "aws_s3_bucket", "AccessLogBucket"), { bucket: "example-local-audit-other" }),
  ),
  local("bucket-replaced-before", (stack) =>
    edit(resource(stack, "aws_s3_bucket", "AccessLogBucket"), {
      bucket: "example-local-audit-other",
      lifecycle: { create_before_destroy: true },
    }),
  ),
  local("replication-new", (stack) => {
    stack.resource["aws_s3_bucket_replication_configuration"] = {
      New: {
        bucket: "${aws_s3_bucket.LogBucket_81C7223E.bucket}",
        role: "arn:aws:iam::111122223333:role/copies",
        rule: [
          {
            id: "Copy",
            status: "Enabled",
            priority: 1,
            filter: { prefix: "" },
            delete_marker_replication: { status: "Disabled" },
            destination: { bucket: "arn:aws:s3:::example-elsewhere" },
          },
        ],
      },
    };
  }),
  full("key-slackened", (stack) =>
    edit(resource(stack, "aws_kms_key", "Key"), {
      deletion_window_in_days: 7,
      rotation_period_in_days: 2560,
      bypass_policy_lockout_safety_check: true,
    }),
  ),
  full("object-lock-weakened", (stack) =>
    edit(resource(stack, "aws_s3_bucket_object_lock_configuration", "LogBucket"), {
      rule: { default_retention: { mode: "GOVERNANCE", days: 30 } },
    }),
  ),
  full("bucket-weakened", (stack) => {
    edit(resource(stack, "aws_s3_bucket", "LogBucket"), { force_destroy: true });
    edit(resource(stack, "aws_s3_bucket_ownership_controls", "LogBucket"), {
      rule: { object_ownership: "ObjectWriter" },
    });
    edit(resource(stack, "aws_s3_bucket_logging"), { target_bucket: "example-elsewhere" });
    ruleOf(stack, "aws_s3_bucket_server_side_encryption_configuration", "LogBucket")[
      "apply_server_side_encryption_by_default"
    ] = { sse_algorithm: "AES256" };
    ruleOf(stack, "aws_s3_bucket_server_side_encryption_configuration", "ReplicaBucket")[
      "apply_server_side_encryption_by_default"
    ] = { sse_algorithm: "aws:kms", kms_master_key_id: "arn:aws:kms:eu-west-1:444455556666:alias/elsewhere" };
  }),
  full("bucket-settings-elsewhere", (stack) => {
    const logs = resource(stack, "aws_s3_bucket", "LogBucket");
    edit(logs, { lifecycle_rule: [{ enabled: true, expiration: [{ days: 1 }] }] });
    const second = { bucket: logs["bucket"], versioning_configuration: { status: "Suspended" } };
    stack.resource["aws_s3_bucket_versioning"]!["Second"] = second;
  }),
  full("replication-off", (stack) => {
    ruleOf(stack, "aws_s3_bucket_replication_configuration")["status"] = "Disabled";
  }),
  full("replication-moved", (stack) => {
    const destination = ruleOf(stack, "aws_s3_bucket_replication_configuration")["destination"] as Arguments;
    edit(destination, { bucket: "arn:aws:s3:::example-elsewhere" });
  }),
  full("archive-destroyed", (stack) => {
    Reflect.deleteProperty(stack, "resource");
    Reflect.deleteProperty(stack, "output");
  }),
  state("state-store-destroyed", (stack) => {
    Reflect.deleteProperty(stack, "resource");
    Reflect.deleteProperty(stack, "output");
  }),
];
