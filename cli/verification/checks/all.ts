import { GROUPS, type Check } from "../check";
import type { Setup } from "../setup";
import { accessChecks } from "./access";
import { accountChecks } from "./account";
import { bucketChecks } from "./bucket";
import { driftChecks } from "./drift";
import { keyChecks } from "./key";
import { logChecks } from "./logs";
import { trailChecks } from "./trail";

/** Every check of an environment, group by group. */
export function checksOf(setup: Setup, options: { readonly drift: boolean }): Check[] {
  const all = [
    ...keyChecks(setup),
    ...bucketChecks(setup),
    ...accountChecks(setup),
    ...trailChecks(setup),
    ...accessChecks(setup),
    ...logChecks(setup),
    ...driftChecks(setup, options.drift),
  ];
  return GROUPS.flatMap((group) => all.filter((check) => check.group === group));
}
