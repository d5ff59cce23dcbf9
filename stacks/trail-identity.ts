import type { EnvironmentConfig } from "../environments/schema";
import type { TrailIdentity } from "../modules/trail";

/** The identity of the environment's trail, from which the archive and the trail stack both build its ARNs. */
export function trailIdentity({ trail, accounts, region, organization }: EnvironmentConfig): TrailIdentity {
  return {
    name: trail.name,
    account: accounts.audited.id,
    region,
    organization: trail.ofOrganization ? organization : undefined,
  };
}
