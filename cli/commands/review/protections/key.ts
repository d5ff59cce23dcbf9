import { setting, type Protection } from "./protection";
import { isAbove, isBelow, isFalse, isGoneOrOther, isOff, isOn } from "./comparators";

const KEY = ["aws_kms_key", "aws_kms_replica_key"];
const NEW = { alsoNew: true };

/** Settings with which a key may be lost. */
export const key: readonly Protection[] = [
  setting("key-disabled", KEY, "is_enabled", isFalse, NEW),
  setting("key-disabled", ["aws_kms_replica_key"], "enabled", isFalse, NEW),
  setting("deletion-window-shortened", KEY, "deletion_window_in_days", isBelow(30)),
  setting("rotation-off", ["aws_kms_key"], "enable_key_rotation", isOff, NEW),
  setting("rotation-slowed", ["aws_kms_key"], "rotation_period_in_days", isAbove(365)),
  // Everything that uses the key by its alias then uses another key.
  setting("key-changed", ["aws_kms_alias"], "target_key_id", isGoneOrOther, { mayBeLate: true }),
  setting("lockout-check-off", [...KEY, "aws_kms_key_policy"], "bypass_policy_lockout_safety_check", isOn, NEW),
];
