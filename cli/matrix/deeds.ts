import type { Configuration } from "../configuration/model";
import { bucketDeeds } from "./bucket-deeds";
import type { Deed } from "./deed";
import { keyDeeds } from "./key-deeds";
import { trailDeeds } from "./trail-deeds";

/** Everything that one may try against an audit trail, target by target. */
export function deedsOf(configuration: Configuration): Deed[] {
  return [...keyDeeds(configuration), ...bucketDeeds(configuration), ...trailDeeds(configuration)];
}
