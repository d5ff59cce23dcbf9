import { count } from "../../render/count";
import { fail, pass, type Finding } from "../check";
import { policyDifferences } from "../../policy/differences";

/** Compares a deployed policy with the synthesized one. */
export function comparePolicies(expected: string, found: string | undefined): Finding {
  if (found === undefined || found === "") return fail("no policy");
  let differences: string[];
  try {
    differences = policyDifferences(expected, found);
  } catch (error) {
    return fail(`not a valid policy: ${(error as Error).message}`);
  }
  if (differences.length === 0) return pass("the same statements");
  return fail(count(differences.length, "difference"), differences);
}
