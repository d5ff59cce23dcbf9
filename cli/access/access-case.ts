import type { Call, Caller } from "../policy/evaluate";

/** What an action takes: an API call that must be allowed, or something that stands in the way whatever policies say. */
export type Step = Call | NonPolicyDenial;

/** A denial that no policy decides, such as Object Lock. */
export interface NonPolicyDenial {
  readonly source: string;
  readonly sid: string;
}

/** A row of the matrix: something that somebody might try. */
export interface AccessCase {
  /** Letters, digits and dashes; stable, unique in its matrix. */
  readonly id: string;
  /** `key`, `log bucket`, … */
  readonly target: string;
  readonly title: string;
  /** All of them must be allowed. */
  readonly steps: (caller: Caller) => readonly Step[];
}

/** Makes a row for a target. */
export type MakeAccessCase = (id: string, title: string, steps: AccessCase["steps"]) => AccessCase;

export function isNonPolicyDenial(step: Step): step is NonPolicyDenial {
  return !("action" in step);
}
