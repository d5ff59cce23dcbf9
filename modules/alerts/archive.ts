import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "./rules";
import { SCOPES } from "./scopes";
import { zip } from "./zip";

/** The archive of a Lambda function. Its bytes depend on its contents alone, so that the same sources never plan a change. */
export interface FunctionArchive {
  readonly bytes: Buffer;
  /** Base64 of its SHA-256, as Lambda's `CodeSha256` has it. */
  readonly sha256: string;
}

const SOURCES = ["index.js", "judge.js", "message.js"];

/** The function that sends alerts. It reads the table of rules as JSON. */
export function alertsArchive(): FunctionArchive {
  const sources = SOURCES.map((name) => ({ name, text: readFileSync(join(__dirname, "handler", name), "utf8") }));
  const catalog = { name: "catalog.json", text: JSON.stringify({ rules: RULES, scopes: SCOPES }) };
  const bytes = zip([...sources, catalog]);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("base64") };
}
