import { namedOwners } from "../../model/named-owners";
import type { PlanStates } from "../../terraform/plan/plan-states";

/**
 * The accounts of an environment, which are those of its providers, and the accounts and organizations that its
 * configuration names. All others are outsiders.
 */
export function homeOwners(environment: string, { before, after }: PlanStates): ReadonlySet<string> {
  const ofProviders = [...before, ...after].flatMap(({ providers }) =>
    Object.values(providers).map(({ account }) => account),
  );
  return new Set([...ofProviders, ...namedOwners(environment)]);
}
