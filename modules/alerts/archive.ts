import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "./rules";
import { SCOPES } from "./scopes";
import { zip } from "./zip";

/**
 * The archive of a Lambda function. Its bytes depend only on its contents, so that unchanged sources never plan a
 * change.
 */
export interface FunctionArchive {
  readonly bytes: Uint8Array;
  /** Base64 of its SHA-256, as Lambda's `CodeSha256` has it. */
  readonly sha256: string;
  /** File and export that Lambda calls. */
  readonly handler: string;
}

/** The function that sends alerts. It reads the table of rules as JSON. */
export function alertsArchive(): FunctionArchive {
  const catalog = { name: "catalog.json", text: JSON.stringify({ rules: RULES, scopes: SCOPES }) };
  return archiveOf("index.handler", [...["index.js", "judge.js", "message.js", "finding.js"].map(source), catalog]);
}

/** The function that checks whether a trail delivers. */
export function healthArchive(): FunctionArchive {
  return archiveOf("health.handler", ["health.js", "delivery.js"].map(source));
}

function source(name: string) {
  return { name, text: readFileSync(join(__dirname, "handler", name), "utf8") };
}

function archiveOf(handler: string, files: Parameters<typeof zip>[0]): FunctionArchive {
  const bytes = zip(files);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("base64"), handler };
}
