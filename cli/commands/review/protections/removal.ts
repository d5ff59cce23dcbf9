import { isLogKey } from "../../../../modules/log-keys";
import type { PlannedResource } from "../../../terraform/plan/plan";
import { isReorderedOnly } from "../policies";
import { OWNERS } from "./conflicting-settings";
import { meant, show, type Protection } from "./protection";
import type { Planned } from "./references";

/** The resources that a plan must not remove, with their names for people. */
const NAMES_BY_TYPE: Readonly<Record<string, string>> = {
  aws_cloudtrail: "trail",
  aws_cloudtrail_event_data_store: "event data store",
  aws_kms_key: "key",
  aws_kms_replica_key: "replica key",
  aws_kms_key_policy: "key policy",
  aws_s3_bucket: "bucket",
  aws_s3_bucket_policy: "bucket policy",
  aws_s3_bucket_public_access_block: "public access block",
  aws_s3_account_public_access_block: "public access block of the account",
  aws_s3_bucket_versioning: "versioning",
  aws_s3_bucket_ownership_controls: "ownership controls",
  aws_s3_bucket_server_side_encryption_configuration: "default encryption",
  aws_s3_bucket_object_lock_configuration: "Object Lock",
  aws_s3_bucket_logging: "access logging",
  aws_s3_bucket_replication_configuration: "replication",
  aws_s3_bucket_notification: "notifications of the bucket",
  aws_cloudwatch_log_group: "log group",
  aws_cloudwatch_log_subscription_filter: "log subscription",
  aws_cloudwatch_metric_alarm: "alarm",
  aws_cloudwatch_composite_alarm: "alarm",
  aws_cloudwatch_log_metric_filter: "metric filter",
  aws_cloudwatch_event_rule: "event rule",
  aws_cloudwatch_event_target: "event target",
  aws_sns_topic: "topic",
  aws_sns_topic_policy: "topic policy",
  aws_sns_topic_subscription: "subscription",
  aws_sqs_queue: "queue",
  aws_sqs_queue_policy: "queue policy",
  aws_sqs_queue_redrive_policy: "redrive policy",
  aws_lambda_function: "function",
  aws_lambda_permission: "permission to call a function",
  aws_lambda_function_event_invoke_config: "retries of a function",
  aws_athena_workgroup: "Athena workgroup",
  aws_athena_named_query: "saved query",
  aws_glue_catalog_database: "Glue database",
  aws_glue_catalog_table: "table or view",
  aws_guardduty_detector: "GuardDuty detector",
  aws_guardduty_detector_feature: "GuardDuty feature",
  aws_guardduty_publishing_destination: "export of GuardDuty's findings",
  aws_guardduty_organization_admin_account: "GuardDuty administrator",
  aws_guardduty_organization_configuration: "GuardDuty for the organization",
  aws_guardduty_organization_configuration_feature: "GuardDuty feature for the organization",
};

const WORDS: Readonly<Record<string, string>> = {
  destroy: "destroyed",
  replace: "destroyed and re-created",
  forget: "removed from Terraform's state",
};

/** A `moved` block is not a removal: Terraform plans it as an update, or as no change. */
export const removal: Protection = {
  id: "removal",
  types: Object.keys(NAMES_BY_TYPE),
  reads: [],
  check: (resource, plan) => {
    const { type, action, before } = resource;
    if (!Object.hasOwn(WORDS, action)) return undefined;
    const name = before?.["name"] ?? before?.["bucket"];
    const what = `${NAMES_BY_TYPE[type]}${typeof name === "string" ? ` ${show(name)}` : ""}`;
    const again = createdAgain(resource, plan);
    return again === undefined ? `${what}: ${WORDS[action]}` : `${what}: ${describeMove(resource.address, again)}`;
  },
};

/**
 * The resource that the same plan creates with the same settings for the same bucket, topic or key. Terraform does not
 * order the two calls, and AWS deletes the setting by the name of its owner.
 * @see https://github.com/hashicorp/terraform/issues/34083
 */
function createdAgain({ type, action, before }: PlannedResource, plan: Planned): string | undefined {
  const argument = OWNERS[type];
  const owner = argument === undefined ? undefined : before?.[argument];
  if (action !== "destroy" || argument === undefined || typeof owner !== "string") return undefined;
  return plan.find((one) => {
    if (one.type !== type || one.action !== "create" || one.unknown.length + one.hidden.length > 0) return false;
    // Attributes that AWS computes are missing from the new one.
    const isEqual = ([name, value]: [string, unknown]) =>
      meant(value) === meant(before![name]) || isReorderedOnly({ [name]: before![name] }, { [name]: value });
    return one.after?.[argument] === owner && Object.entries(one.after).every(isEqual);
  })?.address;
}

function describeMove(from: string, to: string): string {
  return (
    `destroyed here and created as ${to}, in no certain order: it is missing during the apply, and afterward too if ` +
    `Terraform destroys it last; add a moved block from ${from} to ${to}`
  );
}

/** Types of objects that Terraform manages, under all names that the provider has used. */
const OBJECT = ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"];

/** Terraform can also destroy or overwrite a single log file. */
export const logFileRemoval: Protection = {
  id: "removal",
  types: OBJECT,
  reads: ["key"],
  check: ({ action, before, after }) => {
    const isWritten = action === "update" || action === "create";
    const key = (before ?? after)?.["key"];
    if ((!isWritten && !Object.hasOwn(WORDS, action)) || typeof key !== "string" || !isLogKey(key)) return undefined;
    return `log file ${show(key)}: ${isWritten ? "overwritten" : WORDS[action]}`;
  },
};
