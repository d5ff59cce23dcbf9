import type { Configuration } from "../model/model";
import { bucketCases } from "./bucket-cases";
import type { AccessCase } from "./access-case";
import { elsewhereCases } from "./elsewhere-cases";
import { keyCases } from "./key-cases";
import { replicationCases } from "./replication-cases";
import { roleCases } from "./role-cases";
import { trailCases } from "./trail-cases";

/** Everything that one may try against an audit trail, target by target. */
export function accessCasesOf(configuration: Configuration): AccessCase[] {
  return [
    ...keyCases(configuration),
    ...bucketCases(configuration),
    ...replicationCases(configuration),
    ...trailCases(configuration),
    ...roleCases(configuration),
    ...elsewhereCases(configuration),
  ];
}
