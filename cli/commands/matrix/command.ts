import { define, type ValuesOf } from "../../framework/command";
import { environment, format, outdir, output } from "../../framework/shared-options";

/**
 * In: the synthesized stacks of one environment, or of all. Each environment's policies are resolved into one model;
 * every access case is evaluated for every principal. Out: who can do what, and which statement decided it.
 */
export const matrix = define({
  name: "matrix",
  summary: "show who can do what, computed from the synthesized policies",
  options: { environment, outdir, format: format("table", "markdown", "json", "html"), output },
  examples: ["npx audit-trail matrix --environment prod", "npx audit-trail matrix --format html --output matrix.html"],
});

export type MatrixValues = ValuesOf<typeof matrix>;
