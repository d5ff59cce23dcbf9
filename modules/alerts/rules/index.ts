import type { AlertRule } from "../rule";
import { ACCESS_RULES } from "./access";
import { ACCOUNT_RULES } from "./account";
import { SELF_RULES } from "./alerts";
import { BUCKET_RULES } from "./buckets";
import { KEY_RULES } from "./key";
import { TRAIL_RULES } from "./trail";

/** The one table of alerts, in the order of its documentation. */
export const RULES: readonly AlertRule[] = [
  ...TRAIL_RULES,
  ...KEY_RULES,
  ...BUCKET_RULES,
  ...ACCESS_RULES,
  ...SELF_RULES,
  ...ACCOUNT_RULES,
];
