import type { Caller } from "../policy/simulate/caller";
import type { Call } from "../policy/simulate/evaluate";

/** What a deed takes: an API call that must be allowed, or something that stands in the way whatever policies say. */
export type Step = Call | Barrier;

/** A denial that no policy decides, such as Object Lock. */
export interface Barrier {
  readonly source: string;
  readonly sid: string;
}

/** A row of the matrix: something that somebody might try. */
export interface Deed {
  /** Letters, digits and dashes; stable, unique in its matrix. */
  readonly id: string;
  /** `key`, `log bucket`, … */
  readonly target: string;
  readonly title: string;
  /** All of them must be allowed. */
  readonly steps: (caller: Caller) => readonly Step[];
}

/** Makes a row for a target. */
export type MakeDeed = (id: string, title: string, steps: Deed["steps"]) => Deed;

export function isBarrier(step: Step): step is Barrier {
  return !("action" in step);
}
