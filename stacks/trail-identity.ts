import type { EnvironmentConfig } from "../environments/schema";
import type { FormerTrail, TrailUse } from "../modules/trail";

/** The environment's trail, from which the archive and the trail stack both build ARNs. */
export function trailUse(environment: EnvironmentConfig): TrailUse {
  const { trail, accounts, region, organization, logs } = environment;
  return {
    name: trail.name,
    account: accounts.audited.id,
    region,
    organization: trail.ofOrganization ? organization : undefined,
    logGroupName: trail.cloudWatchLogs?.logGroupName,
    prefix: logs.prefix,
    formerly: trail.formerly?.map((former) => formerTrail(former, environment)),
  };
}

type Former = NonNullable<EnvironmentConfig["trail"]["formerly"]>[number];

function formerTrail(former: Former, { trail, organization }: EnvironmentConfig): FormerTrail {
  const { ofOrganization = trail.ofOrganization, managementAccount, ...same } = former;
  if (organization === undefined || !ofOrganization) return { ...same, organization: "none" };
  const owner = managementAccount ?? organization.managementAccount;
  return { ...same, organization: { ...organization, managementAccount: owner } };
}
