import { readKeys } from "../../model/keys";
import { resolveStacks } from "../../model/resolve";
import type { PlanStates } from "../../terraform/plan/plan-states";

const GRANT = "aws_kms_grant";

/**
 * The grants that the access matrix counts, as `stack/address`: those on keys of the stacks. `planStates` must have a
 * matrix.
 */
export function countedGrants({ before, after }: PlanStates): ReadonlySet<string> {
  const sources = [before, after].flatMap((stacks) => {
    const hasGrant = stacks.some(({ resources }) => resources[GRANT] !== undefined);
    if (!hasGrant) return [];
    return readKeys(resolveStacks(stacks)).flatMap(({ grants }) => grants.map(({ source }) => String(source)));
  });
  return new Set(sources);
}
