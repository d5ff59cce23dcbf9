import type { Policy } from "../../cli/policy/document";
import { decide, type Answer, type Request } from "../../cli/policy/evaluate";
import { requestOf } from "./evaluator-cases";
import { reading } from "./evaluator-requests";

/** An identity policy of these statements, which may be anything. */
export const policy = (...statements: readonly unknown[]): Policy => ({
  source: "hostile",
  statements: statements as Policy["statements"],
});

export const REQUEST = requestOf(reading({}));

/** Decides `REQUEST`, or a variant of it, by one identity policy. */
export function ask(of: Policy, more: Partial<Request> = {}): Answer {
  return decide({ ...REQUEST, ...more }, { identity: [of] });
}

export const allow = (more: object = {}) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more });
