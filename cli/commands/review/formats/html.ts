import { breakable, bullets, chip, dataTable } from "../../../render/elements";
import { html, type Child, type Html } from "../../../render/html";
import { asPage } from "../../../render/page";
import type { Review } from "../review";
import { worst } from "../verdict";
import { headlines } from "./cells";
import { linesOfDiff } from "./diff";
import { counts, DOCUMENTATION, nextStep, TONES, verdictLine } from "./headline";
import type { Cell } from "./cells";
import { CODE, sectionsOf, type Section, type StatementText } from "./sections";

const STYLE = `
h1 { padding-left: 14px; border-left: 6px solid }
.headlines { font-weight: 600 }
td div + div { margin-top: 2px }
th::first-letter { text-transform: uppercase }
@media (min-width: 641px) {
  .columns-6 { table-layout: fixed }
  .columns-6 th:nth-child(1), .columns-6 th:nth-child(2) { width: 27% }
  .columns-6 th:nth-child(3), .columns-6 th:nth-child(4), .columns-6 th:nth-child(5) { width: 9% }
}
`;

/** One self-contained page. */
export function asHtml(reviews: readonly Review[], commit: string | undefined): string {
  const verdict = worst(reviews.map((review) => review.verdict));
  const next = nextStep(reviews);
  const body = html`<h1 class="${TONES[verdict]}">${verdictLine(reviews)}</h1>
${commit !== undefined && html`<p class="quiet">Commit <code>${commit}</code></p>`}
${reviews.map(environmentPart)}
${next !== undefined && html`<p>${next} <code>${DOCUMENTATION}</code></p>`}`;
  return asPage({ title: `audit-trail review: ${verdict}`, style: STYLE, body });
}

function environmentPart(review: Review): Html {
  return html`<h2>${review.environment} ${chip(review.verdict, TONES[review.verdict])}</h2>
<p>${counts(review)}. Stacks: ${review.stacks.join(", ")}.</p>
${bullets(headlines(review), "headlines")}
${sectionsOf(review).map(sectionPart)}
`;
}

function sectionPart({ title, folded, head, rows, count, statements }: Section): Html {
  const cells = rows.map((row) => row.map((cell, column) => cellPart(cell, CODE.includes(head[column]!))));
  const content = html`${dataTable(`columns-${head.length}`, head, cells)}
${statements.map(statementPart)}`;
  const heading = `${title} (${count})`;
  return folded
    ? html`<details><summary>${heading}</summary>${content}</details>
`
    : html`<h3>${heading}</h3>
${content}
`;
}

function cellPart(cell: Cell, isCode: boolean): Child {
  const lines = [cell].flat().map((line): Child => (isCode && line !== "" ? breakable(line) : line));
  return lines.length === 1 ? lines[0] : lines.map((line) => html`<div>${line}</div>`);
}

const TAGS = { "+": (line: string) => html`<ins>${line}</ins>`, "-": (line: string) => html`<del>${line}</del>` };

function statementPart({ title, before, after }: StatementText): Html {
  const lines = linesOfDiff(before, after).map(({ mark, text }) => {
    const line = `${mark} ${text}`;
    return html`${mark === " " ? line : TAGS[mark](line)}
`;
  });
  return html`<details><summary><code>${title}</code></summary><pre>${lines}</pre></details>
`;
}
