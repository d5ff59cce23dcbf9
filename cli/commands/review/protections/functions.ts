import { isBelow, isDifferent, isGone, isGoneOrOther, isSet } from "./comparators";
import { setting, type Protection } from "./protection";

const FUNCTION = ["aws_lambda_function"];
const RETRIES = ["aws_lambda_function_event_invoke_config"];
const TARGET = ["aws_cloudwatch_event_target"];
const QUEUE = ["aws_sqs_queue"];
const LATE = { mayBeLate: true };

/** What a function runs, and as whom. */
const CODE = [
  "source_code_hash",
  "s3_bucket",
  "s3_key",
  "s3_object_version",
  "image_uri",
  "handler",
  "layers",
  "role",
  "environment",
];

/** Default of SQS, in seconds. */
const RETENTION = 345_600;

/** Functions that send alerts, and queues that keep events for which no alert was sent. */
export const functions: readonly Protection[] = [
  ...CODE.map((path) => setting("function-changed", FUNCTION, path, isDifferent, LATE)),
  setting("function-throttled", FUNCTION, "reserved_concurrent_executions", isFewer),
  setting("dead-letters-lost", FUNCTION, "dead_letter_config.target_arn", isGoneOrOther, LATE),
  setting("dead-letters-lost", RETRIES, "destination_config.on_failure.destination", isGoneOrOther, LATE),
  setting("dead-letters-lost", TARGET, "dead_letter_config.arn", isGoneOrOther, LATE),
  setting("dead-letters-lost", QUEUE, "redrive_policy", isGone, LATE),
  // Attempts and seconds. AWS's defaults are the highest values.
  setting("retries-fewer", RETRIES, "maximum_retry_attempts", isBelow(2)),
  setting("retries-fewer", RETRIES, "maximum_event_age_in_seconds", isBelow(21_600)),
  setting("retries-fewer", TARGET, "retry_policy.maximum_retry_attempts", isBelow(185)),
  setting("retries-fewer", TARGET, "retry_policy.maximum_event_age_in_seconds", isBelow(86_400)),
  setting("retention-shortened", QUEUE, "message_retention_seconds", isBelow(RETENTION)),
  setting("key-removed", QUEUE, "kms_master_key_id", isGone),
  setting("key-removed", QUEUE, "sqs_managed_sse_enabled", (after, before, { after: values }) => {
    return before === true && after !== true && !isSet(values?.["kms_master_key_id"]);
  }),
];

/** -1 and no value are no limit. */
function isFewer(after: unknown, before: unknown): boolean {
  const limit = (value: unknown) => (isSet(value) && Number(value) >= 0 ? Number(value) : Infinity);
  return limit(after) < limit(before);
}
