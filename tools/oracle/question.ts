import type { Policy } from "../../cli/policy/document";
import type { Policies, Request, Settings } from "../../cli/policy/evaluate";

/** What both the evaluator and the simulator are asked. */
export interface Question {
  readonly request: Request;
  readonly policies: Pick<Policies, "identity" | "resource" | "boundary" | "scps" | "rcps">;
  readonly settings: Settings;
}

/** Every policy of a question. */
export function policiesOf({ policies }: Question): Policy[] {
  const { identity = [], resource, boundary = [], scps = [], rcps = [] } = policies;
  return [...identity, ...(resource ? [resource] : []), ...boundary, ...scps.flat(), ...rcps.flat()];
}
