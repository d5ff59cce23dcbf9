/** Names and Sids come from configuration that others write: none of it may become markup. */

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character]!);
}

/** Text for a line of Markdown or a cell of its tables: no markup, no HTML, no mention, no new line. */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text.replace(/\s+/g, " "))
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replace(/@/g, "&#64;");
}
