import { isArnOf } from "../../../modules/policy";
import { define, type ValuesOf } from "../../framework/command";
import { duration, text } from "../../framework/option";
import {
  endpoint,
  environment,
  format,
  outdir,
  output,
  profile,
  region,
  role,
  roleArn,
} from "../../framework/shared-options";

/**
 * In: the synthesized stacks of one environment, and credentials that may write one object and read log files. Uploads
 * an object, reads it with and without credentials, and waits until the trail's log files contain the records of these
 * calls; then removes the object. Out: each step, each record, and the duration of its delivery.
 */
export const canary = define({
  name: "canary",
  summary: "upload an object, read it, and wait until the trail has recorded both",
  options: {
    environment: { ...environment, help: "environment whose trail to test", required: true },
    outdir,
    trail: {
      type: "string",
      group: "Input",
      placeholder: "ACCOUNT",
      help: "account or ARN of the trail to try; required if several trails could record the object",
      expected: "12 digits or the ARN of a trail",
      parse: (value: string): string | undefined =>
        /^\d{12}$/.test(value) || isArnOf(value, "cloudtrail", "trail/") ? value : undefined,
    },
    bucket: {
      ...text,
      group: "Input",
      placeholder: "NAME",
      help: "bucket for the object; by default the first one whose data events the trail records",
    },
    key: {
      ...text,
      group: "Input",
      placeholder: "KEY",
      help: "id, ARN or alias/NAME of a KMS key; by default the key of the bucket, otherwise of the trail",
    },
    resume: {
      ...text,
      group: "Input",
      placeholder: "OBJECT",
      help: "wait for the records of an earlier run that uploaded this object",
    },
    timeout: {
      ...duration("10ms", "24h"),
      group: "Behavior",
      help: "how long to wait for the records",
      default: "20m",
    },
    poll: {
      ...duration("10ms", "1h"),
      group: "Behavior",
      help: "time between two reads of the log files; by default 15s, with --endpoint 1s",
    },
    keep: { type: "boolean", group: "Behavior", help: "keep the object" },
    endpoint,
    profile,
    role,
    reader: { ...roleArn, group: "AWS access", help: "role that reads the log files" },
    region,
    format: format("table", "markdown", "json"),
    output,
  },
  notes: ["Ctrl-C removes the object and ends; a second Ctrl-C stops immediately."],
  examples: [
    "npx audit-trail canary --environment staging --bucket example-staging-customer-data",
    "npx audit-trail canary --environment prod --timeout 30m --format json --output canary.json",
  ],
});

export type CanaryValues = ValuesOf<typeof canary>;
