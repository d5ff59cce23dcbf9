/** Folder of the plans for tests, with one folder per case. */
export const TARGET = "__tests__/fixtures/plans";

/** The folder in it for the synthesized stacks. */
export const SYNTHESIZED = "synthesized";

/** Cases whose plans are not compressed, and whose complete reports are kept as Markdown. */
export const EXAMPLES: readonly string[] = ["source-arn-removed", "trail-weakened"];
