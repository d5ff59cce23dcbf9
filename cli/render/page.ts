import { createHash } from "node:crypto";
import { escapeHtml } from "./escape";

export interface Page {
  readonly title: string;
  readonly style: string;
  /** The one script that runs. @default none */
  readonly script?: string;
  /** HTML, escaped by whoever makes it. */
  readonly body: readonly string[];
}

/** One self-contained HTML page: nothing is fetched or sent, and no other script runs, whatever a name in it says. */
export function asPage({ title, style, script, body }: Page): string {
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
    ...body,
    ...(script === undefined ? [] : [`<script>${script}</script>`]),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function contentPolicy(style: string, script: string | undefined): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const scripts = script === undefined ? "" : `script-src ${hash(script)}; `;
  return `default-src 'none'; style-src ${hash(style)}; ${scripts}img-src data:; base-uri 'none'; form-action 'none'`;
}
