import { stripVTControlCharacters } from "node:util";
import { isObject } from "../../cli/framework/is-object";
import { parseJson } from "./parse-json";

/** A diagnostic of Terraform's JSON output. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** `resource.aws_cloudtrail.Trail_8987F129`, if Terraform names it. */
  readonly context?: string;
}

/** Diagnostics of `terraform validate -json`. Undefined if the text is not such output. */
export function validateDiagnostics(stdout: string): Diagnostic[] | undefined {
  const json = parseJson(stdout);
  if (!isObject(json) || typeof json["valid"] !== "boolean" || !Array.isArray(json["diagnostics"])) return undefined;
  const diagnostics = json["diagnostics"].flatMap(toDiagnostic);
  const consistent = json["valid"] === !diagnostics.some(isError);
  return consistent ? diagnostics : undefined;
}

/** Diagnostics of `terraform init -json`, which prints one JSON object per line, mixed with plain text. */
export function initDiagnostics(stdout: string): Diagnostic[] {
  return stdout
    .split("\n")
    .map(parseJson)
    .flatMap((line) => (isObject(line) ? toDiagnostic(line["diagnostic"]) : []));
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function toDiagnostic(value: unknown): Diagnostic[] {
  if (!isObject(value)) return [];
  const { severity, summary, detail, snippet } = value;
  const context = isObject(snippet) ? snippet["context"] : undefined;
  return [
    {
      // Any unknown severity counts as an error.
      severity: severity === "warning" ? "warning" : "error",
      summary: plainText(summary),
      detail: plainText(detail),
      ...(typeof context === "string" && { context: plainText(context) }),
    },
  ];
}

/** Text of another program, without control sequences and hidden characters. */
export function plainText(text: unknown): string {
  if (typeof text !== "string") return "";
  return stripVTControlCharacters(text)
    .replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, "")
    .trim();
}

/** `prod-trail/Trail/Trail (aws_cloudtrail.Trail_8987F129)`: the construct, then Terraform's own address. */
export function placeOf({ context }: Diagnostic, terraform: unknown): string | undefined {
  if (context === undefined) return undefined;
  const found = context.split(".").reduce((value, key) => (isObject(value) ? value[key] : undefined), terraform);
  const notes = isObject(found) ? found["//"] : undefined;
  const metadata = isObject(notes) ? notes["metadata"] : undefined;
  const path = isObject(metadata) ? metadata["path"] : undefined;
  const address = context.replace(/^resource\./, "");
  return typeof path === "string" ? `${path} (${address})` : address;
}
