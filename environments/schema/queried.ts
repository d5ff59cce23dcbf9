import { globalRegions, partitionOf } from "../../modules/policy";
import { recordedIds } from "./audited";
import { REGIONS } from "../regions";
import type { EnvironmentConfig } from "./environment";

type Queried = Pick<EnvironmentConfig, "accounts" | "logs" | "readers" | "region" | "trail"> & {
  readonly query: NonNullable<EnvironmentConfig["query"]>;
};

/** The log files that are queried: where they are, and how far back. */
export function queriedLogs(environment: Queried) {
  const { query, logs } = environment;
  const lifecycle = "lifecycle" in logs ? logs.lifecycle : undefined;
  return {
    accounts: query.accounts ?? recordedIds(environment) ?? "all",
    regions: query.regions ?? recordedRegions(environment),
    // What is deleted is not looked for.
    days: lifecycle?.expireAfterDays,
  } as const;
}

/** Names of the roles that query. */
export function queryingRoles({ query, readers }: Pick<Queried, "query" | "readers">): readonly string[] {
  return query.readers ?? readers.map(({ roleName }) => roleName);
}

function recordedRegions({ region, trail }: Queried): readonly string[] {
  if (trail.multiRegion === false) return [...new Set([region, ...globalRegions(region)])];
  return REGIONS.filter((one) => partitionOf(one) === partitionOf(region));
}
