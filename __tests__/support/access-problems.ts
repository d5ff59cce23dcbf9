import type { EnvironmentConfig } from "../../environments/schema";
import { factsOf } from "./access-facts";
import { claimsFor, differences } from "./expected-access";
import { Access, environmentOf } from "./matrix";

/** The cells of an environment that are not as the table of expected access has them, as the evaluator answers. */
export function accessProblems(config: EnvironmentConfig): string[] {
  const access = new Access(environmentOf(config));
  const facts = factsOf(config);
  return claimsFor(facts).flatMap((claim) => differences(claim, access, facts, access.decide));
}
