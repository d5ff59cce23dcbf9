import { setting, type Protection } from "./protection";
import { isDifferent, isGone, isGoneOrOther, isOff, isOther } from "./comparators";

const TRAIL = ["aws_cloudtrail"];
const NEW = { alsoNew: true };
const LATE = { mayBeLate: true };

/** Settings with which a trail records less, or delivers elsewhere. */
export const trail: readonly Protection[] = [
  setting("logging-off", TRAIL, "enable_logging", isOff, NEW),
  setting("validation-off", TRAIL, "enable_log_file_validation", isOff, NEW),
  setting("one-region", TRAIL, "is_multi_region_trail", isOff, NEW),
  setting("global-events-off", TRAIL, "include_global_service_events", isOff, NEW),
  setting("organization-off", TRAIL, "is_organization_trail", isOff),
  setting("trail-redirected", TRAIL, "s3_bucket_name", isGoneOrOther),
  // No prefix is a prefix too.
  setting("trail-redirected", TRAIL, "s3_key_prefix", isDifferent, LATE),
  setting("key-removed", TRAIL, "kms_key_id", isGone),
  setting("key-changed", TRAIL, "kms_key_id", isOther),
  setting("log-group-changed", TRAIL, "cloud_watch_logs_group_arn", isGoneOrOther, LATE),
  setting("log-group-changed", TRAIL, "cloud_watch_logs_role_arn", isGoneOrOther, LATE),
  setting("notification-off", TRAIL, "sns_topic_name", isGone, LATE),
  // A computed value, which is missing if it is not known yet.
  setting("notification-off", TRAIL, "sns_topic_arn", (after, before) => after !== undefined && isGone(after, before)),
];
