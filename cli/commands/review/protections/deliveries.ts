import { numberAt } from "../../../model/blocks";
import { setting, type Protection } from "./protection";
import { isGone, isOther } from "./comparators";

const LOG_GROUP = ["aws_cloudwatch_log_group"];
const TOPIC = ["aws_sns_topic"];

/** Settings with which the trail's other delivery targets keep less, or keep it unencrypted. */
export const deliveries: readonly Protection[] = [
  setting("key-removed", LOG_GROUP, "kms_key_id", isGone),
  setting("key-changed", LOG_GROUP, "kms_key_id", isOther),
  setting("key-removed", TOPIC, "kms_master_key_id", isGone),
  setting("key-changed", TOPIC, "kms_master_key_id", isOther),
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
