/** Where the plans of the tests lie, a folder a case. */
export const TARGET = "__tests__/fixtures/plans";

/** Among them, the environment's synthesized stacks. */
export const SYNTHESIZED = "synthesized";
