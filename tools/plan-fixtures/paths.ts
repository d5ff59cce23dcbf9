/** Where the plans of the tests lie, a folder a case. */
export const TARGET = "__tests__/fixtures/plans";

/** Among them, the environment's synthesized stacks. */
export const SYNTHESIZED = "synthesized";

/** Cases whose plans stay uncompressed, and whose reports are kept whole as Markdown. */
export const EXAMPLES: readonly string[] = ["source-arn-removed", "trail-weakened"];
