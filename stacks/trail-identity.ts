import type { EnvironmentConfig } from "../environments/schema";
import type { TrailIdentity } from "../modules/trail";

/** Who the environment's trail is. Archive and trail stack both build ARNs from it, without knowing each other. */
export function trailIdentity({ trail, accounts, region, organization }: EnvironmentConfig): TrailIdentity {
  return {
    name: trail.name,
    account: accounts.audited.id,
    region,
    organization: trail.ofOrganization ? organization : undefined,
  };
}
