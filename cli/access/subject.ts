import type { Caller } from "../policy/evaluate";

/** A column of the matrix: a caller. */
export interface Subject {
  /** Letters, digits and dashes; stable, and unique in its matrix. */
  readonly id: string;
  readonly title: string;
  readonly caller: Caller;
}
