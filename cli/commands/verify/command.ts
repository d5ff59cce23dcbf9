import { isArnOf } from "../../../modules/policy";
import { COMMON, command, deliver, terminalFor } from "../../framework/command";
import { UserError } from "../../framework/user-error";
import type * as Answer from "./run";

export const FORMATS = ["table", "json", "markdown", "html", "junit"] as const;

export type Format = (typeof FORMATS)[number];

const OPTIONS = {
  environment: { type: "string", value: "NAME", help: "the environment; needed" },
  endpoint: { type: "string", value: "URL", help: "an emulator that takes the place of AWS" },
  profile: { type: "string", value: "NAME", help: "of the shared AWS configuration files" },
  role: {
    type: "string",
    multiple: true,
    value: "ARN",
    help: "role to assume in its account, may be repeated;\nthe roles that Terraform takes by default",
  },
  region: { type: "string", value: "REGION", help: "in place of the trail's Region" },
  drift: { type: "boolean", help: "run terraform plan too; takes minutes" },
  strict: { type: "boolean", help: "what nobody could tell is a finding" },
  timeout: { type: "string", default: "30", value: "SECONDS", help: "for each check, 30 by default" },
  format: { type: "string", default: "table", value: "FORMAT", help: `${FORMATS.join(", ")}; table by default` },
  ...COMMON,
} as const;

export const verifyCommand = command({
  name: "verify",
  summary: "whether the deployed trail is what was synthesized, and works",
  options: OPTIONS,
  notes: ["The permissions it takes: docs/verify-policy.json. It changes nothing."],
  examples: [
    "npx audit-trail verify --environment prod --profile auditor",
    "npx audit-trail verify --environment prod --format junit --output verify.xml --strict",
    "npx audit-trail verify --environment local --outdir .local/cdktf.out --endpoint http://127.0.0.1:5000",
  ],
  run: async (values, streams) => {
    const { environment, endpoint, profile, role = [], region, drift = false, strict = false } = values;
    if (environment === undefined) throw new UserError("verify needs --environment NAME (see --help)");
    const shown = { format: parseFormat(values.format), strict, terminal: terminalFor(values.output, streams) };
    const options = {
      environment,
      outdir: values.outdir,
      endpoint: endpoint === undefined ? undefined : parseEndpoint(endpoint),
      profile,
      roles: role.map(parseRole),
      region,
      drift,
      timeoutMs: parseTimeout(values.timeout),
    };
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the SDK takes 0.4 s: loaded where it is used
    const { answerVerify } = require("./run") as typeof Answer;
    const { text, finding } = await answerVerify(options, shown, streams);
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

function parseEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress = url && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search + url.username === "";
  if (!isAddress) throw new UserError(`--endpoint must be a URL such as http://127.0.0.1:5000, got "${text}"`);
  return url.origin;
}

function parseRole(text: string): string {
  if (isArnOf(text, "iam", "role/")) return text;
  throw new UserError(`--role must be the ARN of a role, got "${text}"`);
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 1 && seconds <= 3600) return seconds * 1000;
  throw new UserError(`--timeout must be 1 to 3600 seconds, got "${text}"`);
}
