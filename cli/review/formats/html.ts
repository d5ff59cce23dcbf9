import { escapeHtml } from "../../escape";
import type { Review } from "../review";
import { worst } from "../verdict";
import { linesOfDiff } from "./diff";
import { counts, gain, verdictLine } from "./headline";
import { CODE, sectionsOf, type Section, type StatementText } from "./sections";

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --warn: #ffc566; --good: #7fd99a; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; border-left: .4rem solid var(--good); padding-left: .8rem; }
h1.changed, h1.undecided { border-color: var(--warn); }
h1.gained, h1.guard { border-color: var(--bad); }
h2 { font-size: 1.2rem; margin-top: 2.2rem; }
h3, summary { font-size: 1rem; font-weight: 600; margin: 1.4rem 0 .5rem; }
summary { cursor: pointer; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; min-width: 5rem; }
pre { background: var(--soft); padding: .7rem; overflow-x: auto; font-size: .85rem; }
ins, del { text-decoration: none; font-weight: 600; }
ins { color: var(--good); }
del { color: var(--bad); }
@media print { body { margin: 0; max-width: none; } pre { white-space: pre-wrap; } }
`;

const TAGS = { "+": "ins", "-": "del" } as const;

/** One page that needs nothing else: neither scripts nor the network. */
export function asHtml(reviews: readonly Review[], commit: string | undefined): string {
  const verdict = worst(reviews.map((review) => review.verdict));
  const at = commit === undefined ? "" : `<p>Commit <code>${escapeHtml(commit)}</code></p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>audit-trail review: ${verdict}</title>
<style>${STYLE}</style>
</head>
<body>
<h1 class="${verdict}">${escapeHtml(verdictLine(reviews))}</h1>
${at}
${reviews.map(environmentText).join("\n")}
</body>
</html>
`;
}

function environmentText(review: Review): string {
  const gains = review.access.gained.slice(0, 3).map((cell) => `<li>${escapeHtml(gain(cell))}</li>`);
  return [
    `<h2>${escapeHtml(review.environment)}: ${review.verdict}</h2>`,
    `<p>${escapeHtml(counts(review))}. Stacks: ${escapeHtml(review.stacks.join(", "))}.</p>`,
    ...(gains.length > 0 ? [`<ul>${gains.join("")}</ul>`] : []),
    ...sectionsOf(review).map(sectionText),
  ].join("\n");
}

function sectionText({ title, folded, head, rows, statements }: Section): string {
  const cellText = (cell: string, column: number) =>
    CODE.includes(head[column]!) ? `<code>${escapeHtml(cell)}</code>` : escapeHtml(cell);
  const lineOf = (row: readonly string[]) =>
    `<tr>${row.map((cell, column) => `<td>${cellText(cell, column)}</td>`).join("")}</tr>`;
  const titles = head.map((title) => `<th>${escapeHtml(title)}</th>`).join("");
  const body = rows.map(lineOf).join("\n");
  const table = `<div class="wide"><table><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table></div>`;
  const all = [table, ...statements.map(statementText)].join("\n");
  const heading = `${escapeHtml(title)} (${rows.length})`;
  return folded ? `<details><summary>${heading}</summary>${all}</details>` : `<h3>${heading}</h3>${all}`;
}

function statementText({ title, before, after }: StatementText): string {
  const lines = linesOfDiff(before, after).map(({ mark, text }) => {
    const line = escapeHtml(`${mark} ${text}`);
    return mark === " " ? line : `<${TAGS[mark]}>${line}</${TAGS[mark]}>`;
  });
  return `<details><summary><code>${escapeHtml(title)}</code></summary><pre>${lines.join("\n")}</pre></details>`;
}
