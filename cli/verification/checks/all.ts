import { GROUPS, type Check } from "../check";
import type { Environment } from "../../model/environment";
import { accessChecks } from "./access";
import { accessLogChecks } from "./access-logs";
import { accountChecks } from "./account";
import { alertChecks } from "./alerts";
import { bucketChecks } from "./bucket";
import { driftChecks } from "./drift";
import { ofEachTrail } from "./each-trail";
import { historyChecks } from "./history";
import { integrityChecks } from "./integrity";
import { keyChecks } from "./key";
import { logChecks } from "./logs";
import { roleChecks } from "./roles";
import { anonymousChecks } from "./anonymous";
import { tableChecks } from "./tables";
import { threatChecks } from "./threats";
import { trailChecks } from "./trail";
import { workgroupChecks } from "./workgroups";

export interface CheckOptions {
  readonly drift: boolean;
  /** Age of the oldest log files to validate, and access logs to read, in milliseconds. @default neither */
  readonly logsMs?: number | undefined;
}

/** Every check of an environment, group by group. */
export function checksOf(environment: Environment, { drift, logsMs }: CheckOptions): Check[] {
  const all = [
    ...keyChecks(environment),
    ...bucketChecks(environment),
    ...accountChecks(environment),
    ...ofEachTrail(environment, trailChecks),
    ...alertChecks(environment),
    ...threatChecks(environment),
    ...workgroupChecks(environment),
    ...tableChecks(environment),
    ...roleChecks(environment),
    ...accessChecks(environment),
    ...ofEachTrail(environment, logChecks),
    ...(logsMs === undefined ? [] : [...integrityChecks(environment, logsMs), ...accessLogChecks(environment, logsMs)]),
    ...anonymousChecks(environment),
    ...historyChecks(environment),
    ...driftChecks(environment, drift),
  ];
  return GROUPS.flatMap((group) => all.filter((check) => check.group === group));
}
