import { define, type ValuesOf } from "../../framework/command";
import { duration, text } from "../../framework/option";
import {
  checkTimeout,
  endpoint,
  environment,
  format,
  outdir,
  output,
  profile,
  region,
  role,
} from "../../framework/shared-options";

/**
 * In: the synthesized stacks of one environment, and results that verify and canary wrote as JSON; without a result of
 * verify, verifies now. Computes the access matrix and the controls. Out: one page with the architecture, what works,
 * who can do what, and the controls.
 */
export const report = define({
  name: "report",
  summary: "write one page for an auditor: what is deployed, whether it works, who can do what",
  options: {
    environment: { ...environment, help: "environment to report on", required: true },
    outdir,
    verify: {
      ...text,
      group: "Input",
      placeholder: "FILE",
      help: "result of verify --format json; by default verify runs now",
    },
    canary: {
      ...text,
      group: "Input",
      placeholder: "FILE",
      help: "result of canary --format json; by default the page has no canary section",
    },
    logs: {
      ...duration("1h", "400d"),
      group: "Behavior",
      help: "also validate log files of this time, such as 7d, and say who read them (without --verify)",
    },
    timeout: checkTimeout,
    endpoint,
    profile,
    role,
    region,
    format: format("html", "markdown", "json"),
    output,
  },
  examples: [
    "npx audit-trail report --environment prod --logs 7d --output report.html",
    "npx audit-trail report --environment prod --verify verify.json --canary canary.json --output report.html",
  ],
});

export type ReportValues = ValuesOf<typeof report>;
