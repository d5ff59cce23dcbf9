import { fail, pass, type Finding } from "../check";
import { policyDifferences } from "../../policy/differences";

/** Compares a policy that AWS holds with the synthesized one. */
export function comparePolicies(expected: string, found: string | undefined): Finding {
  if (found === undefined || found === "") return fail("no policy");
  let differences: string[];
  try {
    differences = policyDifferences(expected, found);
  } catch (error) {
    return fail(`no policy that can be read: ${(error as Error).message}`);
  }
  const count = `${differences.length} difference${differences.length === 1 ? "" : "s"}`;
  return differences.length === 0 ? pass("the same statements") : fail(count, differences);
}
