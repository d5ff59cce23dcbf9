import { escapeHtml } from "./escape";

/** HTML that only the tag below creates: every value from a plan, a log or AWS is inserted as text. */
class Markup {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

export type Html = Markup;

/** A value in a template: HTML is inserted unchanged, everything else as text. Absent values are omitted. */
export type Child = Html | string | number | false | undefined | readonly Child[];

/**
 * HTML or SVG. Every interpolation is escaped, so it may be used between tags and in quoted attributes, and nowhere
 * else.
 */
export function html(literals: TemplateStringsArray, ...children: readonly Child[]): Html {
  return new Markup(
    literals.reduce((all, literal, index) => all + (index === 0 ? "" : textOf(children[index - 1])) + literal, ""),
  );
}

function textOf(child: Child): string {
  if (child instanceof Markup) return child.toString();
  if (child === undefined || child === false) return "";
  return typeof child === "object" ? child.map(textOf).join("") : escapeHtml(String(child));
}
