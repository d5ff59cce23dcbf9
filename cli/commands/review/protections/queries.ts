import { at } from "../../../model/blocks";
import { isAbove, isDifferent, isFalse, isGone, isGoneOrOther, isNot, isOther, isSet } from "./comparators";
import { setting, type Protection } from "./protection";

const WORKGROUP = ["aws_athena_workgroup"];
const TABLE = ["aws_glue_catalog_table"];
const RESULTS = "configuration.result_configuration";
const ENCRYPTION = `${RESULTS}.encryption_configuration`;
const LATE = { mayBeLate: true };

/** How Athena finds the log files of a table, and what it reads of them. */
const TABLE_ARGUMENTS = ["parameters", "partition_keys", "storage_descriptor.location", "storage_descriptor.columns"];

/** Athena workgroups whose callers decide more, and tables, views and saved queries that may find less. */
export const queries: readonly Protection[] = [
  setting("workgroup-opened", WORKGROUP, "configuration.enforce_workgroup_configuration", isFalse),
  setting("workgroup-opened", WORKGROUP, "configuration.bytes_scanned_cutoff_per_query", isRaised),
  setting("workgroup-opened", WORKGROUP, "configuration.publish_cloudwatch_metrics_enabled", isFalse),
  setting("workgroup-disabled", WORKGROUP, "state", isNot("ENABLED")),
  setting("results-moved", WORKGROUP, `${RESULTS}.output_location`, isGoneOrOther, LATE),
  setting("results-moved", WORKGROUP, `${RESULTS}.expected_bucket_owner`, isGoneOrOther),
  setting("key-removed", WORKGROUP, `${ENCRYPTION}.kms_key_arn`, isGone),
  setting("key-removed", WORKGROUP, `${ENCRYPTION}.encryption_option`, isWeaker),
  setting("key-changed", WORKGROUP, `${ENCRYPTION}.kms_key_arn`, isOther, LATE),
  ...TABLE_ARGUMENTS.map((path) =>
    setting("queried-logs-changed", TABLE, path, (after, before, { before: table }) => {
      const isOfLogs = /cloudtrail/i.test(String(at(table, "storage_descriptor.input_format")));
      return isOfLogs && isDifferent(after, before);
    }),
  ),
  setting("queried-logs-changed", TABLE, "view_original_text", isOtherText),
  setting("saved-query-changed", ["aws_athena_named_query"], "query", isOtherText),
];

/** No limit is the highest. */
function isRaised(after: unknown, before: unknown): boolean {
  return isGone(after, before) || (isSet(before) && isAbove(Infinity)(after, before));
}

/** A KMS key of the owner, used by S3 or by the client. */
function isWeaker(after: unknown, before: unknown): boolean {
  return /KMS$/.test(String(before)) && !/KMS$/.test(String(after));
}

function isOtherText(after: unknown, before: unknown): boolean {
  return isSet(before) && isDifferent(after, before);
}
