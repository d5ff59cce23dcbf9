import type { Call, Caller } from "../policy/evaluate";

/** What an access case requires: an API call that must be allowed, or a denial that does not depend on policies. */
export type Step = Call | NonPolicyDenial;

/** A denial that no policy decides, such as Object Lock. */
export interface NonPolicyDenial {
  readonly source: string;
  readonly sid: string;
}

/** A row of the matrix: something that a caller may try. */
export interface AccessCase {
  /** Letters, digits and dashes; stable, and unique in its matrix. */
  readonly id: string;
  /** Of another trail than the first: id of the row that asks the same of the first. */
  readonly like?: string;
  /** `key`, `log bucket`, … */
  readonly target: string;
  readonly title: string;
  /** All of them must be allowed. */
  readonly steps: (caller: Caller) => readonly Step[];
}

/** Creates rows for a target. */
export type MakeAccessCase = (id: string, title: string, steps: AccessCase["steps"]) => AccessCase;

export function isNonPolicyDenial(step: Step): step is NonPolicyDenial {
  return !("action" in step);
}
