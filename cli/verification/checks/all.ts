import { GROUPS, type Check } from "../check";
import type { Environment } from "../../model/environment";
import { accessChecks } from "./access";
import { accountChecks } from "./account";
import { alertChecks } from "./alerts";
import { bucketChecks } from "./bucket";
import { driftChecks } from "./drift";
import { ofEachTrail } from "./each-trail";
import { historyChecks } from "./history";
import { keyChecks } from "./key";
import { logChecks } from "./logs";
import { roleChecks } from "./roles";
import { anonymousChecks } from "./anonymous";
import { trailChecks } from "./trail";

/** Every check of an environment, group by group. */
export function checksOf(environment: Environment, options: { readonly drift: boolean }): Check[] {
  const all = [
    ...keyChecks(environment),
    ...bucketChecks(environment),
    ...accountChecks(environment),
    ...ofEachTrail(environment, trailChecks),
    ...alertChecks(environment),
    ...roleChecks(environment),
    ...accessChecks(environment),
    ...ofEachTrail(environment, logChecks),
    ...anonymousChecks(environment),
    ...historyChecks(environment),
    ...driftChecks(environment, options.drift),
  ];
  return GROUPS.flatMap((group) => all.filter((check) => check.group === group));
}
