import { escapeMarkdown, escapeMarkdownCode, escapeMarkdownHtml } from "./escape";

/** Markdown that only the functions below create: everything else is text, and is escaped. */
class Markup {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

export type Markdown = Markup;

/** A value in a template or a cell: Markdown is inserted unchanged, everything else as text. */
export type Inline = Markdown | string | number;

/** Markdown. Every interpolation is text: no markup, mentions or new lines. */
export function md(literals: TemplateStringsArray, ...children: readonly Inline[]): Markdown {
  return new Markup(literals.reduce((all, literal, index) => all + textOf(children[index - 1]!) + literal));
}

/** Names from a configuration, as code. */
export function code(text: string): Markdown {
  return new Markup(escapeMarkdownCode(text));
}

export function link(text: string, url: string): Markdown {
  return new Markup(`[${textOf(text)}](<${encodeURI(url)}>)`);
}

export function joined(parts: readonly Inline[], separator: string): Markdown {
  return new Markup(parts.map(textOf).join(separator));
}

/** Several lines of one cell. */
export function cellLines(lines: readonly Inline[]): Markdown {
  return joined(lines, "<br>");
}

/** A column's title, optionally with its alignment. */
export type Column = Inline | { readonly title: Inline; readonly centered: true };

export function table(columns: readonly Column[], rows: readonly (readonly Inline[])[]): Markdown {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const parts = columns.map((column) =>
    typeof column === "object" && "centered" in column ? [textOf(column.title), ":-:"] : [textOf(column), "---"],
  );
  const lines = [
    parts.map(([title]) => title!),
    parts.map(([, rule]) => rule!),
    ...rows.map((cells) => cells.map(textOf)),
  ];
  return new Markup(lines.map(row).join("\n"));
}

/** A list. If an item is a list, its first entry is the text, and the others are nested below it. */
export function list(items: readonly (Inline | readonly Inline[])[]): Markdown {
  const lines = items.flatMap((item) => {
    const [first, ...below] = Array.isArray(item) ? (item as readonly Inline[]) : [item as Inline];
    return [`- ${textOf(first!)}`, ...below.map((one) => `  - ${textOf(one)}`)];
  });
  return new Markup(lines.join("\n"));
}

/** Text that is hidden below a title until a reader opens it. */
export function folded(title: string, ...blocks: readonly Markdown[]): Markdown {
  return document([
    new Markup(`<details><summary>${escapeMarkdownHtml(title)}</summary>`),
    ...blocks,
    new Markup("</details>"),
  ]);
}

/** A code block in a language. Its fence is longer than any in the text, so the text cannot end it. */
export function fenced(language: string, text: string): Markdown {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return new Markup(`${fence}${language}\n${text}\n${fence}`);
}

/** Blocks separated by blank lines; empty ones are omitted. */
export function document(blocks: readonly Markdown[]): Markdown {
  return new Markup(
    blocks
      .map(textOf)
      .filter((block) => block !== "")
      .join("\n\n"),
  );
}

function textOf(part: Inline): string {
  return part instanceof Markup ? part.toString() : escapeMarkdown(String(part));
}
