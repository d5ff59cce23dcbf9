import { escapeHtml } from "./escape";

/** HTML that only the tag below makes: whatever a plan, a log or AWS says came into it as text. */
class Markup {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

export type Html = Markup;

/** What may stand in a template: HTML as it is, everything else as text. Nothing stands for what is absent. */
export type Child = Html | string | number | false | undefined | readonly Child[];

/**
 * HTML or SVG. Every interpolation is escaped, so that it is text between tags and in quoted attributes, the two places
 * where one may stand.
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
