import { FRAMEWORKS, type Framework } from "../../controls/control";
import { define, type ValuesOf } from "../../framework/command";
import { choice } from "../../framework/option";
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
 * In: the synthesized stacks of one environment, or of all, or plans and states of any Terraform configuration; and the catalog of controls. Each control checks each
 * environment. Out: which requirements of the frameworks each environment meets, violates or leaves off by choice.
 */
export const controls = define({
  name: "controls",
  summary: "show which requirements of security frameworks each environment meets",
  operands: "[FILE...]",
  options: {
    environment: filesEnvironment,
    outdir,
    account: fileAccount,
    region: fileRegion,
    trail: fileTrail,
    framework: {
      ...choice(Object.keys(FRAMEWORKS) as Framework[]),
      group: "Input",
      placeholder: "NAME",
      help: `one of ${Object.keys(FRAMEWORKS).join(", ")}; by default all`,
    },
    format: format("table", "markdown", "json"),
    output,
  },
  notes: [FILES_NOTE],
  examples: [
    "npx audit-trail controls --framework fsbp state.json",
    "npx audit-trail controls --framework cis --environment prod",
    "npx audit-trail controls --format markdown --output controls.md",
  ],
});

export type ControlsValues = ValuesOf<typeof controls>;
