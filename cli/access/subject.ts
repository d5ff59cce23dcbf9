import type { Caller } from "../policy/evaluate";

/** A column of the matrix: somebody who might try. */
export interface Subject {
  /** Letters, digits and dashes; stable, unique in its matrix. */
  readonly id: string;
  readonly title: string;
  readonly caller: Caller;
}
