import { html, type Child, type Html } from "./html";
import type { Tone } from "./terminal";

/** A word in the color of its tone: `pass`, `fail`. */
export function chip(text: string, tone: Tone): Html {
  return html`<span class="chip ${tone}">${text}</span>`;
}

/** One of the summary cards at the top of a page. */
export function card(title: string, tone: Tone, text: string): Html {
  return html`<div class="card ${tone}"><b>${title}</b>${text}</div>`;
}

/** A message that the reader must not miss. */
export function banner(tone: Tone, text: string): Html {
  return html`<p class="banner ${tone}">${text}</p>`;
}

/** Names with values, such as location and time. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): Html {
  return html`<dl class="facts">${pairs.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A list; nothing if it has no items. */
export function bullets(items: readonly Child[], name?: string): Html {
  if (items.length === 0) return html``;
  const all = items.map((item) => html`<li>${item}</li>`);
  return name === undefined ? html`<ul>${all}</ul>` : html`<ul class="${name}">${all}</ul>`;
}

/** A table whose rows become blocks on a narrow screen, with the column's title before each cell. */
export function dataTable(name: string, titles: readonly string[], rows: readonly (readonly Child[])[]): Html {
  return html`<table class="data ${name}">
<thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (cells) => html`<tr>${cells.map((cell, column) => cellOf(cell, titles[column]!))}</tr>
`,
  )}</tbody>
</table>`;
}

function cellOf(cell: Child, title: string): Html {
  return title === "" ? html`<td>${cell}</td>` : html`<td data-title="${title}">${cell}</td>`;
}

/** Allows line breaks between the parts of long names. */
export function breakable(name: string): Html {
  return html`<code>${name.split(/(?<=[/.:])/).map((part, index) => (index === 0 ? part : html`<wbr>${part}`))}</code>`;
}
