import { define, type ValuesOf } from "../../framework/command";
import {
  fileAccount,
  fileRegion,
  fileTrail,
  FILES_NOTE,
  filesEnvironment,
  format,
  outdir,
  output,
} from "../../framework/shared-options";

/**
 * In: the synthesized stacks of one environment, or of all; or plans and states of any Terraform configuration. Each environment's policies are resolved into one model;
 * every access case is evaluated for every principal. Out: who can do what, and which statement decided it.
 */
export const matrix = define({
  name: "matrix",
  summary: "show who can do what, computed from the synthesized policies",
  operands: "[FILE...]",
  options: {
    environment: filesEnvironment,
    outdir,
    account: fileAccount,
    region: fileRegion,
    trail: fileTrail,
    format: format("table", "markdown", "json", "html"),
    output,
  },
  notes: [FILES_NOTE],
  examples: [
    "npx audit-trail matrix state.json",
    "npx audit-trail matrix --environment prod",
    "npx audit-trail matrix --format html --output matrix.html",
  ],
});

export type MatrixValues = ValuesOf<typeof matrix>;
