import type { EnvironmentConfig } from "./environment";

/**
 * An environment in which any part may be missing. Values that the schema refuses are removed, so that the rules can
 * still check the rest and one run reports all problems.
 */
export type Partially<T> = T extends readonly (infer Item)[]
  ? readonly Partially<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partially<T[Key]> }
    : T;

export interface RuleProblem {
  readonly path: string;
  /** Completes the path: "must …, got …". */
  readonly message: string;
  /** An option whose absence causes the problem. If it is present but refused, the problem is not reported. */
  readonly unless?: string;
}

export type Environment = Partially<EnvironmentConfig>;

/** Finds problems of a combination of options. */
export type Rule = (environment: Environment) => (RuleProblem | false | undefined)[];
