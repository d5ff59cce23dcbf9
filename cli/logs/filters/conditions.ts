import { callConditions } from "./call";
import type { Condition } from "./condition";
import { fieldConditions } from "./field";
import type { Filters } from "./filters";
import { identityConditions } from "./identity";
import { targetConditions } from "./target";

/** One condition for each filter. */
export function conditionsOf(filters: Filters): Condition[] {
  return [
    ...callConditions(filters),
    ...identityConditions(filters),
    ...targetConditions(filters),
    ...fieldConditions(filters),
  ];
}
