import type { Configuration } from "../model/model";
import { bucketDeeds } from "./bucket-deeds";
import type { Deed } from "./deed";
import { elsewhereDeeds } from "./elsewhere-deeds";
import { keyDeeds } from "./key-deeds";
import { replicationDeeds } from "./replication-deeds";
import { roleDeeds } from "./role-deeds";
import { trailDeeds } from "./trail-deeds";

/** Everything that one may try against an audit trail, target by target. */
export function deedsOf(configuration: Configuration): Deed[] {
  return [
    ...keyDeeds(configuration),
    ...bucketDeeds(configuration),
    ...replicationDeeds(configuration),
    ...trailDeeds(configuration),
    ...roleDeeds(configuration),
    ...elsewhereDeeds(configuration),
  ];
}
