import { escapeHtml } from "../../../render/escape";
import { asPage } from "../../../render/page";
import type { Review } from "../review";
import { worst } from "../verdict";
import { headlines } from "./cells";
import { linesOfDiff } from "./diff";
import { counts, verdictLine } from "./headline";
import type { Cell } from "./cells";
import { CODE, sectionsOf, type Section, type StatementText } from "./sections";

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --warn: #ffc566; --good: #7fd99a; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; border-left: .4rem solid var(--good); padding-left: .8rem; }
h1.changed, h1.undecided { border-color: var(--warn); }
h1.gained, h1.weakened { border-color: var(--bad); }
h2 { font-size: 1.2rem; margin-top: 2.2rem; }
h3, summary { font-size: 1rem; font-weight: 600; margin: 1.4rem 0 .5rem; }
summary { cursor: pointer; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; min-width: 5rem; }
.protection { white-space: nowrap; }
td div { padding-left: 1em; text-indent: -1em; }
pre { background: var(--soft); padding: .7rem; overflow-x: auto; font-size: .85rem; }
ins, del { text-decoration: none; font-weight: 600; }
ins { color: var(--good); }
del { color: var(--bad); }
@media print { body { margin: 0; max-width: none; } pre { white-space: pre-wrap; } }
`;

const TAGS = { "+": "ins", "-": "del" } as const;

/** One self-contained page. */
export function asHtml(reviews: readonly Review[], commit: string | undefined): string {
  const verdict = worst(reviews.map((review) => review.verdict));
  const body = [
    `<h1 class="${verdict}">${escapeHtml(verdictLine(reviews))}</h1>`,
    ...(commit === undefined ? [] : [`<p>Commit <code>${escapeHtml(commit)}</code></p>`]),
    ...reviews.map(environmentText),
  ];
  return asPage({ title: `audit-trail review: ${verdict}`, style: STYLE, body });
}

function environmentText(review: Review): string {
  const lines = headlines(review).map((line) => `<li>${escapeHtml(line)}</li>`);
  return [
    `<h2>${escapeHtml(review.environment)}: ${review.verdict}</h2>`,
    `<p>${escapeHtml(counts(review))}. Stacks: ${escapeHtml(review.stacks.join(", "))}.</p>`,
    ...(lines.length > 0 ? [`<ul>${lines.join("")}</ul>`] : []),
    ...sectionsOf(review).map(sectionText),
  ].join("\n");
}

function sectionText({ title, folded, head, rows, count, statements }: Section): string {
  const lineOf = (row: readonly Cell[]) =>
    `<tr>${row.map((cell, column) => `<td class="${head[column]}">${cellText(cell, head[column]!)}</td>`).join("")}</tr>`;
  const titles = head.map((title) => `<th>${escapeHtml(title)}</th>`).join("");
  const body = rows.map(lineOf).join("\n");
  const table = `<div class="wide"><table><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table></div>`;
  const all = [table, ...statements.map(statementText)].join("\n");
  const heading = `${escapeHtml(title)} (${count})`;
  return folded ? `<details><summary>${heading}</summary>${all}</details>` : `<h3>${heading}</h3>${all}`;
}

function cellText(cell: Cell, title: string): string {
  // Addresses are long: they may break where their parts end.
  const code = (line: string) => `<code>${escapeHtml(line).replace(/[/.]/g, "$&<wbr>")}</code>`;
  const lines = [cell].flat().map((line) => (CODE.includes(title) ? code(line) : escapeHtml(line)));
  return lines.length === 1 ? lines[0]! : lines.map((line) => `<div>${line}</div>`).join("");
}

function statementText({ title, before, after }: StatementText): string {
  const lines = linesOfDiff(before, after).map(({ mark, text }) => {
    const line = escapeHtml(`${mark} ${text}`);
    return mark === " " ? line : `<${TAGS[mark]}>${line}</${TAGS[mark]}>`;
  });
  return `<details><summary><code>${escapeHtml(title)}</code></summary><pre>${lines.join("\n")}</pre></details>`;
}
