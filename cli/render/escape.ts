/** Escapes for each kind of output: names and Sids come from untrusted configuration and must not become markup. */

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * Text for HTML, in elements and in quoted attributes. Invisible characters and those that change the text's direction
 * are shown as escapes.
 */
export function escapeHtml(text: string): string {
  return spellInvisible(text.replace(/[&<>"']/g, (character) => HTML[character]!));
}

/**
 * Text for a line of Markdown or a cell of its tables: no markup, HTML, links or new lines. GitHub looks for mentions
 * and issue numbers after it has resolved entities, so only a zero-width space prevents them.
 * @see https://github.github.com/gfm/#left-flanking-delimiter-run for why `_` inside a word is not markup
 */
export function escapeMarkdown(text: string): string {
  return spellInvisible(text.replace(/[\s\p{Cc}]+/gu, " "))
    .replace(/[&<>]/g, (character) => HTML[character]!)
    .replace(/[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (character) => `\\${character}`)
    .replace(/^(?:(?=[#+-]+ |[=-]{2})|(\d+)(?=[.)](?: |$)))/, "$1\\")
    .replace(/@|(?<!&)#(?=\d)|:(?=\/\/)|www(?=\.)/gi, (start) => `${start}&#8203;`);
}

/**
 * Text as code for a line of Markdown or a cell of its tables. Code contains neither markup nor mentions, but a
 * backtick would end it, and a bar would end the cell.
 */
export function escapeMarkdownCode(text: string): string {
  const plain = text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .replaceAll("`", "'")
    .replaceAll("|", "\\|");
  return `\`${plain}\``;
}

const PLAIN = /^[\x20-\x7e]*$/;

/** Text for a line of a terminal, without characters that move the cursor, change colors or the text's direction. */
export function escapeTerminal(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, spelled);
}

/** A value as JSON for a file or a pipe, without characters that change the direction of text on a terminal. */
export function toJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}

/** JSON without characters that control a terminal or change the direction of its text. */
export function escapeJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index))).join(""),
  );
}

/**
 * Text for an HTML element inside Markdown, where Markdown's own escapes would be visible: no markup, mentions or new
 * lines.
 */
export function escapeMarkdownHtml(text: string): string {
  return escapeHtml(text.replace(/[\s\p{Cc}]+/gu, " ")).replace(/@|(?<!&)#(?=\d)/g, (start) => `${start}&#8203;`);
}

/** Text for XML 1.0, which allows no other control characters, not even as entities. */
export function escapeXml(text: string): string {
  return escapeHtml(text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "?"));
}

function spellInvisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    "\t\n\r".includes(character) ? character : spelled(character),
  );
}

/** `\u202e` */
function spelled(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : hex(code);
}

function hex(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
