import type { Caller } from "../policy/evaluate";

/** A column of the matrix: a caller. */
export interface Subject {
  /** Letters, digits and dashes; stable, and unique in its matrix. */
  readonly id: string;
  /** Of another trail than the first: id of the column that stands for the first. */
  readonly like?: string;
  readonly title: string;
  readonly caller: Caller;
}
