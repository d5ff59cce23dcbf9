import type { Environment } from "../model/environment";
import { bucketCases } from "./bucket-cases";
import type { AccessCase } from "./access-case";
import { channelCases } from "./channel-cases";
import { elsewhereCases } from "./elsewhere-cases";
import { functionCases } from "./function-cases";
import { keyCases } from "./key-cases";
import { otherTrailCases } from "./other-trails";
import { queryCases } from "./query-cases";
import { replicationCases } from "./replication-cases";
import { roleCases } from "./role-cases";
import { threatCases } from "./threat-cases";
import { trailCases } from "./trail-cases";

/** Everything that a caller may try against an audit trail, target by target. */
export function accessCasesOf(environment: Environment): AccessCase[] {
  return [
    ...keyCases(environment),
    ...bucketCases(environment),
    ...replicationCases(environment),
    ...trailCases(environment),
    ...otherTrailCases(environment),
    ...roleCases(environment),
    ...channelCases(environment),
    ...functionCases(environment),
    ...threatCases(environment),
    ...queryCases(environment),
    ...elsewhereCases(environment),
  ];
}
