import { define, type ValuesOf } from "../../framework/command";
import { text } from "../../framework/option";
import { endpoint, environment, format, outdir, output, profile, role } from "../../framework/shared-options";

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
    send: {
      type: "boolean",
      group: "Behavior",
      help: "send one alert of each account, marked as a test, through the deployed function",
    },
    profile,
    role,
    endpoint,
    format: format("table", "json"),
    output,
  },
  notes: [
    "Without --send, it works on the synthesized stacks alone: it sends nothing, and requires no credentials. --send " +
      "requires lambda:InvokeFunction on the functions. An emulator runs no functions: there, --send publishes directly.",
  ],
  examples: [
    "npx audit-trail alerts test --environment prod",
    "npx audit-trail alerts test --environment prod --rule trail-stopped",
    "npx audit-trail alerts test --environment prod --send",
  ],
  exitStatus: "Exit status: 0 every alert that watches something is raised or sent, 1 one is not, 2 error.",
});

export type TestValues = ValuesOf<typeof test>;
