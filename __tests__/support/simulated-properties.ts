import type { EnvironmentConfig } from "../../environments/schema";
import { factsOf } from "./access-facts";
import { claimsFor, differences } from "./expected-access";
import { Access, environmentOf } from "./matrix";

/** The cells of an environment that are not as the table of expected access has them, as the simulator answers. */
export async function simulatedProblems(config: EnvironmentConfig): Promise<string[]> {
  const access = new Access(environmentOf(config));
  const facts = factsOf(config);
  const found = await Promise.all(claimsFor(facts).map((claim) => differences(claim, access, facts, access.decide)));
  return found.flat();
}
