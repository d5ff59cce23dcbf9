import { define, type ValuesOf } from "../../framework/command";
import { duration } from "../../framework/option";
import {
  checkTimeout,
  endpoint,
  environment,
  fileAccount,
  fileRegion,
  fileTrail,
  FILES_NOTE,
  format,
  outdir,
  output,
  profile,
  role,
} from "../../framework/shared-options";

/**
 * In: the synthesized stacks of one environment, or a plan or a state of any Terraform configuration, and credentials that
 * may read in its accounts. Each check reads one setting, policy or log file from AWS and compares it with what is
 * configured. Out: every check with its state, the expected and the found value. Changes nothing.
 */
export const verify = define({
  name: "verify",
  summary: "check that the deployed trail matches its configuration and works",
  operands: "[FILE...]",
  options: {
    environment: {
      ...environment,
      help: "environment to check (required without FILE); with FILE: join all files into one environment of this name",
    },
    outdir,
    account: fileAccount,
    region: fileRegion,
    trail: fileTrail,
    drift: { type: "boolean", group: "Behavior", help: "also run terraform plan, which takes minutes (without FILE)" },
    logs: {
      ...duration("1h", "400d"),
      group: "Behavior",
      help: "also validate log files and digests of this time, such as 7d, as logs validate does, and say who read them",
    },
    strict: { type: "boolean", group: "Behavior", help: "treat unknown results as failures" },
    timeout: checkTimeout,
    endpoint,
    profile,
    role,
    format: format("table", "json", "markdown", "html", "junit"),
    output,
  },
  notes: [FILES_NOTE, "Required permissions: docs/verify-policy.json. The command changes nothing."],
  examples: [
    "npx audit-trail verify --profile auditor state.json",
    "npx audit-trail verify --environment prod --profile auditor",
    "npx audit-trail verify --environment prod --logs 7d",
    "npx audit-trail verify --environment prod --format junit --output verify.xml --strict",
    "npx audit-trail verify --environment local --outdir .local/cdktf.out --endpoint http://127.0.0.1:5000",
  ],
});

export type VerifyValues = ValuesOf<typeof verify>;
