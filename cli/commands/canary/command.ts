import { COMMON, command, type Values } from "../../framework/command";
import { UserError } from "../../framework/user-error";
import type * as Answer from "./walk";

export const FORMATS = ["table", "markdown", "json"] as const;

export type Format = (typeof FORMATS)[number];

const OPTIONS = {
  environment: { type: "string", value: "NAME", help: "the environment; needed" },
  bucket: {
    type: "string",
    value: "NAME",
    help: "where the object goes; by default the first bucket whose data events\nthe trail records",
  },
  key: {
    type: "string",
    value: "KEY",
    help: "id, ARN or alias/NAME; by default that of the bucket's\nobjects, else the trail's",
  },
  timeout: {
    type: "string",
    value: "TIME",
    default: "20m",
    help: "how long to wait for the records, such as 90s; 20m by default",
  },
  poll: { type: "string", value: "TIME", help: "how often to look, 15s by default; with --endpoint 1s" },
  keep: { type: "boolean", help: "leave the object" },
  resume: { type: "string", value: "OBJECT", help: "go on watching for the records of an earlier run" },
  role: { type: "string", multiple: true, value: "ARN", help: "role to assume in its account; more than once" },
  reader: { type: "string", value: "ARN", help: "role that reads the log files" },
  profile: { type: "string", value: "NAME", help: "of the AWS configuration files" },
  region: { type: "string", value: "NAME", help: "the trail's Region by default" },
  endpoint: { type: "string", value: "URL", help: "an emulator in the place of AWS" },
  format: { type: "string", value: "FORMAT", default: "table", help: `${FORMATS.join(", ")}; table by default` },
  ...COMMON,
} as const;

/** The options, checked as far as that takes no other. */
export interface CanaryValues extends Omit<Values<typeof OPTIONS>, "environment" | "format"> {
  readonly environment: string;
  readonly format: Format;
}

export const canaryCommand = command({
  name: "canary",
  summary: "puts an object, reads it, and waits for the trail's records of that",
  options: OPTIONS,
  notes: ["Ctrl-C removes the object and ends; a second Ctrl-C ends at once."],
  examples: [
    "npx audit-trail canary --environment staging --bucket example-staging-customer-data",
    "npx audit-trail canary --environment prod --timeout 30m --format json --output canary.json",
  ],
  run: async (values, streams) => {
    const format = parseFormat(values.format);
    if (values.environment === undefined) throw new UserError("canary needs --environment NAME (see --help)");
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the SDK takes 0.4 s: loaded where it is used
    const { answerCanary } = require("./walk") as typeof Answer;
    return answerCanary({ ...values, environment: values.environment, format }, streams);
  },
});

/** Throws a `UserError` for a format that the command does not know. */
export function parseFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new UserError(`--format must be one of ${FORMATS.join(", ")}, got "${text}"`);
  return format;
}
