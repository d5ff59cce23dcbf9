import { COMMON, command, deliver } from "../../framework/command";
import { UserError } from "../../framework/user-error";
import type * as Answer from "./run";

export const FORMATS = ["html", "markdown"] as const;

export type Format = (typeof FORMATS)[number];

export const reportCommand = command({
  name: "report",
  summary: "one page for an auditor: what there is, whether it works, who can do what",
  options: {
    environment: { type: "string", value: "NAME", help: "the environment; needed" },
    verify: { type: "string", value: "FILE", help: "what verify --format json wrote; without it verify runs" },
    canary: { type: "string", value: "FILE", help: "what canary --format json wrote; without it none is told of" },
    endpoint: { type: "string", value: "URL", help: "an emulator that takes the place of AWS" },
    profile: { type: "string", value: "NAME", help: "of the shared AWS configuration files" },
    role: { type: "string", multiple: true, value: "ARN", help: "role to assume in its account; more than once" },
    region: { type: "string", value: "REGION", help: "in place of the trail's Region" },
    format: { type: "string", default: "html", value: "FORMAT", help: `${FORMATS.join(", ")}; html by default` },
    ...COMMON,
  },
  examples: [
    "npx audit-trail report --environment prod --output report.html",
    "npx audit-trail report --environment prod --verify verify.json --canary canary.json --output report.html",
  ],
  run: async (values, streams) => {
    const { environment } = values;
    if (environment === undefined) throw new UserError("report needs --environment NAME (see --help)");
    const format = parseFormat(values.format);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the SDK takes 0.4 s: loaded where it is used
    const { answerReport } = require("./run") as typeof Answer;
    const { text, finding } = await answerReport({ ...values, environment, format }, streams);
    deliver(text, values.output, streams);
    return finding ? 1 : 0;
  },
});

/** Throws a `UserError` for a format that the command does not know. */
export function parseFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new UserError(`--format must be one of ${FORMATS.join(", ")}, got "${text}"`);
  return format;
}
