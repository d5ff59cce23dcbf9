/**
 * A problem with options of an object. Constructs check their props, and environments check the same options before any
 * construct exists; both put their own words before the path.
 */
export interface OptionProblem {
  /** `rules[0].id` */
  readonly path: string;
  /** Completes the path: "must …, got …". */
  readonly message: string;
  /**
   * An option whose absence causes the problem. If it is present but refused, the problem is not reported.
   * @default the problem is always reported
   */
  readonly unless?: string;
}

/** A value in which any part may be missing, such as one that was refused: the rest can still be checked. */
export type Partially<T> = T extends readonly (infer Item)[]
  ? readonly Partially<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partially<T[Key]> }
    : T;
