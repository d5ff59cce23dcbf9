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
  // `added statement Public: {…}` in short.
  const statements = differences.map((difference) => difference.split(":")[0]!);
  return fail([...new Set(statements)].join("; "), differences);
}
