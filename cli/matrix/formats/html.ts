import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../../configuration/model";
import { policiesIn } from "../../configuration/policies-in";
import { escapeHtml } from "../../escape";
import type { Statement } from "../../../modules/policy";
import type { Matrix } from "../compute";
import { unsafeSettings } from "../settings";
import { summaryOf } from "../summary";
import { asJson } from "./json";

/** A matrix with the configuration whose policies decided. */
export interface Judged {
  readonly matrix: Matrix;
  readonly configuration: Configuration;
}

/** One self-contained page for all matrices: no request leaves it. */
export function asHtml(judged: readonly Judged[]): string {
  const data = judged.map(({ matrix, configuration }) => ({
    ...asJson(matrix),
    summary: summaryOf(matrix).map(({ title, deeds, subjects }) => ({
      title,
      deeds,
      subjects: subjects.map(({ id }) => id),
    })),
    unsafe: unsafeSettings(matrix.settings),
    statements: statementsOf(configuration),
  }));
  const title = `Access matrix: ${judged.map(({ matrix }) => matrix.name).join(", ")}`;
  const part = (file: string) => readFileSync(join(__dirname, "page", file), "utf8");
  const style = part("page.css");
  const script = part("page.js");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(style, script)}">`,
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    part("body.html"),
    `<script type="application/json" id="data">${scriptSafe(JSON.stringify(data))}</script>`,
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** Only these two run, and nothing is fetched or sent, whatever a name says. */
function contentPolicy(style: string, script: string): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const rest = "img-src data:; base-uri 'none'; form-action 'none'";
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; ${rest}`;
}

/** By where they stand and their Sid, as cells name them. A Sid may stand more than once, or not at all. */
function statementsOf(configuration: Configuration): Record<string, Statement[]> {
  const found: Record<string, Statement[]> = {};
  for (const { source, statements } of policiesIn(configuration).map(({ policy }) => policy)) {
    for (const statement of statements) {
      const sid = (statement.Sid as string | undefined) ?? "(no Sid)";
      (found[`${source} ${sid}`] ??= []).push(statement);
    }
  }
  return found;
}

/** Inside a script element, only `<` can end it or start a comment. */
function scriptSafe(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
