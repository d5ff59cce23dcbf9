import * as v from "valibot";
import { isTrailName, isTrailPrefix, TRAIL_PREFIX } from "../../modules/limits/formats";
import { flag, only, text } from "./options";
import { account, region } from "./shapes";

/** The trail before it was renamed or moved. */
export const formerTrail = only({
  /** Its name. @default unchanged */
  name: v.optional(text(isTrailName, "the name of a trail")),
  /** Its account. @default unchanged */
  account: v.optional(account),
  /** Its home Region. @default unchanged */
  region: v.optional(region),
  /** Whether it recorded `organization`. @default unchanged */
  ofOrganization: v.optional(flag),
  /** Management account of `organization` at that time. @default unchanged */
  managementAccount: v.optional(account),
  /** Its key prefix in the log bucket; `""` for none. @default unchanged */
  prefix: v.optional(text((prefix) => prefix === "" || isTrailPrefix(prefix), `${TRAIL_PREFIX}, or "" for none`)),
});
