import { namedAccounts } from "../../model/named-accounts";
import type { PlanStates } from "../../terraform/plan/plan-states";

/**
 * The accounts of an environment: those of its providers, and those that its configuration names. All others are
 * outsiders.
 */
export function homeAccounts(environment: string, { before, after }: PlanStates): ReadonlySet<string> {
  const ofProviders = [...before, ...after].flatMap(({ providers }) =>
    Object.values(providers).map(({ account }) => account),
  );
  return new Set([...ofProviders, ...namedAccounts(environment)]);
}
