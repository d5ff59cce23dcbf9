import { createHash } from "node:crypto";
import { html, type Html } from "./html";
import { THEME } from "./theme";

export interface Page {
  readonly title: string;
  /** Styles after the theme. @default none */
  readonly style?: string;
  /** The only script that may run. @default none */
  readonly script?: string;
  /** Data for the script, as JSON in the element `data`. @default none */
  readonly data?: unknown;
  readonly body: Html;
}

/**
 * One self-contained HTML page: it fetches and sends nothing, and no other script runs, whatever a name in it contains.
 */
export function asPage({ title, style: own = "", script, data, body }: Page): string {
  const style = THEME + own;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(style, script)}">`,
    '<link rel="icon" href="data:,">',
    html`<title>${title}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    body,
    ...(data === undefined ? [] : [`<script type="application/json" id="data">${scriptSafe(data)}</script>`]),
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

/** Inside a script element, only `<` can end it or start a comment. */
function scriptSafe(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
