import { define, type ValuesOf } from "../../framework/command";
import { choice, text } from "../../framework/option";
import { commit, environment, fileAccount, fileRegion, format, outdir, output } from "../../framework/shared-options";
import { THRESHOLDS, VERDICTS } from "./verdict";

/**
 * In: Terraform plans, or an environment to plan now, or two synthesized folders. The policies and settings before and
 * after are evaluated as two access matrices and compared; protections of the trail are checked one by one; accepted
 * findings are marked. Out: a verdict for each environment, and each finding with its address.
 */
export const review = define({
  name: "review",
  summary: "show what a Terraform plan changes in access and in the audit trail",
  operands: "[PLAN...]",
  options: {
    environment: {
      ...environment,
      help: "without PLAN: environment to plan with Terraform; with PLAN: join the plans of stacks outside --outdir into one environment of this name (default: one for each plan)",
    },
    base: {
      ...text,
      group: "Input",
      placeholder: "FOLDER",
      help: "compare with this synthesized folder instead of the deployed state; without a plan, compare --outdir with it",
    },
    outdir,
    account: fileAccount,
    region: fileRegion,
    accept: {
      ...text,
      group: "Input",
      placeholder: "FILE",
      help: "file of accepted findings; by default audit-trail.accept.json, if it exists",
    },
    "fail-on": {
      ...choice(THRESHOLDS),
      group: "Behavior",
      placeholder: "VERDICT",
      help: `lowest verdict that fails with exit status 1: ${THRESHOLDS.join(", ")}`,
      default: "gained",
    },
    commit,
    format: format("table", "markdown", "json", "sarif", "html"),
    output,
  },
  notes: [
    "PLAN is a Terraform plan file, or the output of terraform show -json for one.",
    `Verdicts, from lowest to highest: ${VERDICTS.join(", ")}.`,
  ],
  examples: [
    "npx audit-trail review prod-archive.tfplan.json prod-trail.tfplan.json",
    "npx audit-trail review --environment prod --format markdown --output comment.md",
    "npx audit-trail review --base ../main/cdktf.out --fail-on weakened",
  ],
});

export type ReviewValues = ValuesOf<typeof review>;
