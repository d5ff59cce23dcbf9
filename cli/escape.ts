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

/** `\u202e` */
function spelled(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
