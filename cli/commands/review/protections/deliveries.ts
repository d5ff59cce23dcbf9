import { numberAt } from "../../../model/blocks";
import { setting, type Protection } from "./protection";
import { isAbove, isBelow, isFalse, isGone, isOn, isOther } from "./comparators";

const LOG_GROUP = ["aws_cloudwatch_log_group"];
const EVENT_DATA_STORE = ["aws_cloudtrail_event_data_store"];
const TOPIC = ["aws_sns_topic"];

/** Settings with which the trail's other delivery targets keep less, or keep it unencrypted. */
export const deliveries: readonly Protection[] = [
  setting("key-removed", LOG_GROUP, "kms_key_id", isGone),
  setting("key-changed", LOG_GROUP, "kms_key_id", isOther),
  setting("key-removed", TOPIC, "kms_master_key_id", isGone),
  setting("key-changed", TOPIC, "kms_master_key_id", isOther),
  // A group of infrequent access takes no metric filters and no subscriptions.
  setting("log-group-class-changed", LOG_GROUP, "log_group_class", (after, before) => {
    return after === "INFREQUENT_ACCESS" && before !== after;
  }),
  setting("retention-shortened", EVENT_DATA_STORE, "retention_period", isBelow(2555)),
  setting("deletion-protection-off", EVENT_DATA_STORE, "termination_protection_enabled", isFalse),
  setting("event-data-store-suspended", EVENT_DATA_STORE, "suspend", isOn),
  // The longer a session, the longer whoever took the role holds what it may do.
  setting("session-lengthened", ["aws_iam_role"], "max_session_duration", isAbove(3600)),
  {
    id: "retention-shortened",
    types: LOG_GROUP,
    reads: ["retention_in_days"],
    check: ({ before, after }) => {
      if (!before || !after) return undefined;
      // With 0 days, nothing expires.
      const [was, will] = [before, after].map((values) => numberAt(values, "retention_in_days") || Infinity);
      if (will! >= was!) return undefined;
      return `retention_in_days: ${was === Infinity ? "never expires" : was} -> ${will}`;
    },
  },
];
