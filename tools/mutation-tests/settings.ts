import { PUBLIC_ACCESS_ARGUMENTS } from "../../cli/model/public-access";
import type { Arguments, StackJson } from "../../cli/model/stack";

/** A weakened setting of a synthesized resource. */
export interface SettingChange {
  readonly stack: string;
  /** `aws_cloudtrail.Trail_E6ED0F59` */
  readonly address: string;
  /** `enable_logging off` */
  readonly title: string;
  /** `undefined` if the resource is removed. */
  readonly values: Arguments | undefined;
}

type Weakening = readonly [type: string, title: string, change: (values: Arguments) => Arguments | undefined];

const set =
  (path: readonly string[], value: unknown) =>
  (values: Arguments): Arguments => {
    const [key, ...rest] = path as [string, ...string[]];
    const inner = values[key];
    if (rest.length === 0) return { ...values, [key]: value };
    if (Array.isArray(inner)) return { ...values, [key]: inner.map(set(rest, value)) };
    return { ...values, [key]: set(rest, value)((inner ?? {}) as Arguments) };
  };

/** Removes the first match in a text. */
const without =
  (argument: string, part: RegExp) =>
  (values: Arguments): Arguments => {
    const text = values[argument];
    return typeof text === "string" ? { ...values, [argument]: text.replace(part, "") } : values;
  };

/** Changes how a table finds log files. A view has no such parameters. */
const projected =
  (parameter: string, value: string) =>
  (values: Arguments): Arguments => {
    const parameters = values["parameters"] as Arguments | undefined;
    return parameters && parameter in parameters ? set(["parameters", parameter], value)(values) : values;
  };

const KEY = ["rule", "apply_server_side_encryption_by_default", "kms_master_key_id"];

const WORKGROUP = ["configuration"];
const RESULTS = [...WORKGROUP, "result_configuration"];

const WEAKENINGS: readonly Weakening[] = [
  ...PUBLIC_ACCESS_ARGUMENTS.map((flag): Weakening => [
    "aws_s3_bucket_public_access_block",
    `${flag} off`,
    set([flag], false),
  ]),
  ...PUBLIC_ACCESS_ARGUMENTS.map((flag): Weakening => [
    "aws_s3_account_public_access_block",
    `${flag} off`,
    set([flag], false),
  ]),
  ["aws_s3_account_public_access_block", "removed", () => undefined],
  ["aws_s3_bucket_versioning", "suspended", set(["versioning_configuration", "status"], "Suspended")],
  ["aws_s3_bucket_ownership_controls", "ACLs allowed", set(["rule", "object_ownership"], "ObjectWriter")],
  ["aws_s3_bucket_server_side_encryption_configuration", "key removed", set(KEY, undefined)],
  ["aws_s3_bucket_object_lock_configuration", "for a day", set(["rule", "default_retention", "days"], 1)],
  ["aws_s3_bucket_object_lock_configuration", "governance", set(["rule", "default_retention", "mode"], "GOVERNANCE")],
  ["aws_s3_bucket_object_lock_configuration", "removed", () => undefined],
  ["aws_s3_bucket", "force_destroy on", set(["force_destroy"], true)],
  ["aws_cloudtrail", "enable_logging off", set(["enable_logging"], false)],
  ["aws_cloudtrail", "enable_log_file_validation off", set(["enable_log_file_validation"], false)],
  ["aws_cloudtrail", "kms_key_id removed", set(["kms_key_id"], undefined)],
  ["aws_athena_workgroup", "not enforced", set([...WORKGROUP, "enforce_workgroup_configuration"], false)],
  ["aws_athena_workgroup", "limit removed", set([...WORKGROUP, "bytes_scanned_cutoff_per_query"], undefined)],
  ["aws_athena_workgroup", "limit raised", set([...WORKGROUP, "bytes_scanned_cutoff_per_query"], 2 ** 50)],
  ["aws_athena_workgroup", "metrics off", set([...WORKGROUP, "publish_cloudwatch_metrics_enabled"], false)],
  ["aws_athena_workgroup", "engine left to AWS", set([...WORKGROUP, "engine_version"], undefined)],
  ["aws_athena_workgroup", "results moved", set([...RESULTS, "output_location"], "s3://elsewhere/")],
  ["aws_athena_workgroup", "results of any owner", set([...RESULTS, "expected_bucket_owner"], undefined)],
  ["aws_athena_workgroup", "results not encrypted", set([...RESULTS, "encryption_configuration"], undefined)],
  ["aws_glue_catalog_table", "a Region left out", projected("projection.region.values", "")],
  ["aws_glue_catalog_table", "an account left out", projected("projection.account.values", "")],
  ["aws_glue_catalog_table", "fewer days", projected("projection.day.range", "NOW-1DAYS,NOW")],
  ["aws_glue_catalog_table", "other files", projected("storage.location.template", "s3://elsewhere/")],
  ["aws_sns_topic", "kms_master_key_id removed", set(["kms_master_key_id"], undefined)],
  ["aws_sns_topic_subscription", "removed", () => undefined],
  ["aws_sns_topic_subscription", "filter_policy removed", set(["filter_policy"], undefined)],
  ["aws_sqs_queue", "sqs_managed_sse_enabled off", set(["sqs_managed_sse_enabled"], false)],
  ["aws_lambda_function", "reserved_concurrent_executions 0", set(["reserved_concurrent_executions"], 0)],
  ["aws_lambda_function", "dead_letter_config removed", set(["dead_letter_config"], undefined)],
  ["aws_lambda_permission", "source_arn removed", set(["source_arn"], undefined)],
  ["aws_lambda_permission", "source_account removed", set(["source_account"], undefined)],
  ["aws_lambda_permission", "removed", () => undefined],
  ["aws_cloudwatch_event_rule", "DISABLED", set(["state"], "DISABLED")],
  ["aws_cloudwatch_event_rule", "a call left out", without("event_pattern", /(?<="eventName":\[)"[^"]*",/)],
  [
    "aws_cloudwatch_event_rule",
    "read-only calls left out",
    without("state", /(?<=^ENABLED)_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS$/),
  ],
  ["aws_cloudwatch_event_target", "removed", () => undefined],
  ["aws_cloudwatch_event_target", "dead_letter_config removed", set(["dead_letter_config"], undefined)],
  ["aws_cloudwatch_metric_alarm", "actions_enabled off", set(["actions_enabled"], false)],
  ["aws_cloudwatch_metric_alarm", "alarm_actions removed", set(["alarm_actions"], [])],
  ["aws_cloudwatch_metric_alarm", "missing data ignored", set(["treat_missing_data"], "notBreaching")],
  ["aws_cloudwatch_metric_alarm", "threshold 1000", set(["threshold"], 1000)],
  ["aws_cloudwatch_metric_alarm", "removed", () => undefined],
  ["aws_guardduty_detector", "enable off", set(["enable"], false)],
  ["aws_guardduty_detector", "SIX_HOURS", set(["finding_publishing_frequency"], "SIX_HOURS")],
  ["aws_guardduty_detector_feature", "DISABLED", set(["status"], "DISABLED")],
  ["aws_guardduty_detector_feature", "agents off", set(["additional_configuration", "status"], "DISABLED")],
  ["aws_guardduty_detector_feature", "removed", () => undefined],
  ["aws_guardduty_organization_configuration", "NONE", set(["auto_enable_organization_members"], "NONE")],
  ["aws_guardduty_organization_configuration", "removed", () => undefined],
  ["aws_guardduty_organization_configuration_feature", "NONE", set(["auto_enable"], "NONE")],
  [
    "aws_guardduty_organization_configuration_feature",
    "agents off",
    set(["additional_configuration", "auto_enable"], "NONE"),
  ],
  ["aws_guardduty_organization_configuration_feature", "removed", () => undefined],
  ["aws_guardduty_publishing_destination", "removed", () => undefined],
  ["aws_cloudwatch_log_metric_filter", "removed", () => undefined],
  ["aws_cloudwatch_log_metric_filter", "a call left out", without("pattern", /\(\$\.eventName = "[^"]*"\) \|\| /)],
];

/** Every setting of these stacks that can be weakened. */
export function settingChanges(stacks: readonly StackJson[]): SettingChange[] {
  return stacks.flatMap(({ name: stack, resources }) =>
    WEAKENINGS.flatMap(([type, title, change]) =>
      Object.entries(resources[type] ?? {}).flatMap(([id, before]) => {
        const values = change(before);
        const isAlready = JSON.stringify(values) === JSON.stringify(before);
        return isAlready ? [] : [{ stack, address: `${type}.${id}`, title, values }];
      }),
    ),
  );
}

/** The stacks with one setting changed. */
export function withSetting(stacks: readonly StackJson[], change: SettingChange): StackJson[] {
  const [type = "", id = ""] = change.address.split(".");
  return stacks.map((stack) => {
    if (stack.name !== change.stack) return stack;
    const others = Object.entries(stack.resources[type] ?? {}).filter(([name]) => name !== id);
    const changed = Object.fromEntries([...others, ...(change.values ? [[id, change.values] as const] : [])]);
    return { ...stack, resources: { ...stack.resources, [type]: changed } };
  });
}
