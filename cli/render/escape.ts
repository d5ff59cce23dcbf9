/** Names and Sids come from configuration that others write: none of it may become markup. */

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for HTML, in elements and in quoted attributes. What is not seen, or turns the text round, is spelled out. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => HTML[character]!)
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => ("\t\n\r".includes(character) ? character : spelled(character)));
}

/**
 * Text for a line of Markdown or a cell of its tables: no markup, no HTML, no link, no new line. GitHub looks for
 * mentions and issue numbers after it has undone entities, so that only a space of no width keeps it from them.
 */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text.replace(/[\s\p{Cc}]+/gu, " "))
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replace(/@|(?<!&)#(?=\d)|:(?=\/\/)|www(?=\.)/gi, (start) => `${start}&#8203;`);
}

/**
 * Text as code for a line of Markdown or a cell of its tables. Code holds neither markup nor mentions; a backtick would
 * end it, and a bar the cell.
 */
export function escapeMarkdownCode(text: string): string {
  const plain = text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .replaceAll("`", "'")
    .replaceAll("|", "\\|");
  return `\`${plain}\``;
}

/** Text for a line of a terminal: nothing that moves the cursor, changes colours or turns the text round. */
export function escapeTerminal(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, spelled);
}

/** JSON that means the same, and turns no terminal's text round where somebody prints it. */
export function escapeJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index))).join(""),
  );
}

/**
 * Text for an element of HTML within Markdown, where Markdown's own escapes would be seen: no markup, no mention, no new
 * line.
 */
export function escapeMarkdownHtml(text: string): string {
  return escapeHtml(text.replace(/[\s\p{Cc}]+/gu, " ")).replace(/@|(?<!&)#(?=\d)/g, (start) => `${start}&#8203;`);
}

/** `\u202e` */
function spelled(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : hex(code);
}

function hex(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
