import { define, type ValuesOf } from "../../framework/command";
import { text } from "../../framework/option";
import { environment, format, outdir, output } from "../../framework/shared-options";

/**
 * In: the synthesized stacks of one environment. For each alert, a sample record of a call on what the environment
 * watches goes through the code of the function that sends alerts, with the function's own settings. Out: what it would
 * send. Sends nothing.
 */
export const test = define({
  name: "alerts test",
  summary: "show which alerts an environment would send, from sample records",
  options: {
    environment: { ...environment, help: "environment whose alerts are tried", required: true },
    outdir,
    rule: {
      ...text,
      group: "Input",
      placeholder: "ID",
      help: "one alert of docs/alerts.md, with its whole message; by default all",
    },
    format: format("table", "json"),
    output,
  },
  notes: ["Works on the synthesized stacks alone: it sends nothing, and requires no credentials."],
  examples: [
    "npx audit-trail alerts test --environment prod",
    "npx audit-trail alerts test --environment prod --rule trail-stopped",
  ],
  exitStatus: "Exit status: 0 every alert that watches something is raised, 1 one is not, 2 error.",
});

export type TestValues = ValuesOf<typeof test>;
