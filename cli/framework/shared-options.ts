import { isRegion } from "../../modules/limits/formats";
import { isArnOf } from "../../modules/policy";
import { outputFolder } from "../../stacks/names";
import { choice, duration, text, type ValueOption } from "./option";

/** The options that several commands share. Each is declared once here; a command may change its help. */

export const environment = {
  ...text,
  group: "Input",
  placeholder: "NAME",
  help: "environment (default: all in the synthesized folder)",
} as const satisfies ValueOption;

export const outdir = {
  ...text,
  group: "Input",
  placeholder: "FOLDER",
  help: "synthesized folder; the variable CDKTF_OUTDIR changes the default",
  default: outputFolder(),
} as const satisfies ValueOption;

/** Of what plans and states do not locate. */
export const fileAccount = {
  type: "string",
  group: "Input",
  placeholder: "ID",
  help: "account of resources whose account the plan or state does not show",
  expected: "12 digits",
  parse: (value: string): string | undefined => (/^\d{12}$/.test(value) ? value : undefined),
} as const satisfies ValueOption;

/** A commit's id, whole or shortened, of SHA-1 or SHA-256. */
export const commit = {
  type: "string",
  group: "Output",
  placeholder: "SHA",
  help: "commit to show in the result (default: the commit checked out)",
  expected: "4 to 64 hexadecimal digits, such as 1a2b3c4",
  parse: (value: string): string | undefined => (/^[0-9a-f]{4,64}$/i.test(value) ? value : undefined),
} as const satisfies ValueOption;

/** For verify, and for report, which runs verify. */
export const checkTimeout = {
  ...duration("1s", "1h"),
  group: "Behavior",
  help: "time limit for each check",
  default: "30s",
} as const satisfies ValueOption;

export const endpoint = {
  type: "string",
  group: "AWS access",
  placeholder: "URL",
  help: "send all requests to this emulator instead of AWS",
  expected: "a URL without a path, such as http://127.0.0.1:5000",
  parse: (value: string): string | undefined => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const isAddress = url && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search + url.username === "";
    return isAddress ? url.origin : undefined;
  },
} as const satisfies ValueOption;

export const profile = {
  ...text,
  group: "AWS access",
  placeholder: "NAME",
  help: "profile of the shared AWS configuration files",
} as const satisfies ValueOption;

/** The ARN of one IAM role. */
export const roleArn = {
  type: "string",
  placeholder: "ARN",
  expected: "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/auditor",
  parse: (value: string): string | undefined => (isArnOf(value, "iam", "role/") ? value : undefined),
} as const;

export const role = {
  ...roleArn,
  group: "AWS access",
  help: "role to assume in its account; by default the role that Terraform assumes there",
  multiple: true,
} as const satisfies ValueOption;

export const region = {
  type: "string",
  group: "AWS access",
  placeholder: "REGION",
  help: "Region to work in; by default the trail's home Region",
  expected: "a Region such as eu-central-1",
  parse: (value: string): string | undefined => (isRegion(value) ? value : undefined),
} as const satisfies ValueOption;

/** Of what plans and states do not locate. */
export const fileRegion = {
  ...region,
  group: "Input",
  help: "Region of resources whose Region the plan or state does not show",
} as const satisfies ValueOption;

/** Of plans and states. */
export const fileTrail = {
  ...text,
  group: "Input",
  placeholder: "ADDRESS",
  help: "of plans and states: the trail to read, by address, name or ARN (default: each)",
} as const satisfies ValueOption;

/** For matrix and controls, which read plans and states besides the synthesized folder. */
export const filesEnvironment = {
  ...environment,
  help: "environment (default: all in the synthesized folder); with FILE: join all files into one environment of this name",
} as const satisfies ValueOption;

export const FILES_NOTE =
  "FILE is a plan or a state of any Terraform configuration: the output of terraform show -json, or a plan file. " +
  "Without FILE, the command reads the synthesized folder.";

/** Format of the result; the first one is the default. */
export function format<const Format extends string>(...formats: readonly [Format, ...Format[]]) {
  return {
    ...choice(formats),
    group: "Output",
    placeholder: "FORMAT",
    help: formats.join(", "),
    default: formats[0],
  } as const satisfies ValueOption;
}

export const output = {
  ...text,
  group: "Output",
  placeholder: "FILE",
  help: "write the result to this file instead of standard output",
} as const satisfies ValueOption;
