import type { OptionProblem, Partially } from "../../modules/limits/option-problem";
import type { EnvironmentConfig } from "./environment";

/**
 * An environment in which any part may be missing. Values that the schema refuses are removed, so that the rules can
 * still check the rest and one run reports all problems.
 */
export type Environment = Partially<EnvironmentConfig>;

/** Finds problems of a combination of options. */
export type Rule = (environment: Environment) => (OptionProblem | false | undefined)[];
