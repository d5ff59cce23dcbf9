import { escapeMarkdown, escapeMarkdownCode, escapeMarkdownHtml } from "../../../render/escape";
import type { Review } from "../review";
import { headlines } from "./cells";
import { linesOfDiff } from "./diff";
import { counts, verdictLine } from "./headline";
import { CODE, LINES, sectionsOf, shortened, type Cell, type Section, type StatementText } from "./sections";

/** GitHub refuses comments above 65,536 characters; what a workflow adds must fit too. */
export const MAX_CHARACTERS = 60_000;

/** How much a section shows: taken in turn until the whole fits. */
const CUTS = [
  { rows: Infinity, items: LINES, statements: Infinity },
  { rows: 200, items: LINES, statements: 20 },
  { rows: 60, items: LINES, statements: 5 },
  { rows: 20, items: 5, statements: 0 },
  { rows: 5, items: 3, statements: 0 },
] as const;

type Cut = (typeof CUTS)[number];

/** A comment for a pull request, below `MAX_CHARACTERS`: what is cut is said. */
export function asMarkdown(reviews: readonly Review[], commit: string | undefined): string {
  for (const cut of CUTS) {
    const text = render(reviews, commit, cut);
    if (text.length < MAX_CHARACTERS) return text;
  }
  const [first = ""] = render(reviews, commit, CUTS[CUTS.length - 1]!).split("\n\n");
  return `${first.slice(0, MAX_CHARACTERS - 200)}\n\nThe rest is too long for a comment: see the HTML report.\n`;
}

function render(reviews: readonly Review[], commit: string | undefined, cut: Cut): string {
  const parts = [
    `**audit-trail: ${escapeMarkdown(verdictLine(reviews))}**`,
    ...reviews.flatMap((review) => [
      ...headOf(review, commit),
      ...sectionsOf(review).flatMap((one) => sectionText(one, cut)),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function headOf(review: Review, commit: string | undefined): string[] {
  const stacks = review.stacks.map(escapeMarkdown).join(", ");
  const at = commit === undefined ? "" : ` at ${escapeMarkdown(commit)}`;
  const lines = headlines(review).map((line) => `- ${escapeMarkdown(line)}`);
  const line = `**${escapeMarkdown(review.environment)}**: ${review.verdict}. ${counts(review)}. Stacks: ${stacks}${at}.`;
  return lines.length > 0 ? [line, lines.join("\n")] : [line];
}

function sectionText({ title, folded, head, rows, count, statements }: Section, cut: Cut): string[] {
  const shown = rows.slice(0, cut.rows);
  const table = [head, head.map(() => "---"), ...shown.map((row) => cellsOf(head, row, cut))]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
  const left = rows.length - shown.length;
  const full = statements.slice(0, cut.statements);
  const body = [
    table,
    ...(left > 0 ? [`${left} more, cut here: see the HTML report.`] : []),
    ...full.map(statementText),
    ...(full.length < statements.length
      ? [`${statements.length - full.length} statements in full are cut here: see the HTML report.`]
      : []),
  ];
  const heading = `${title} (${count})`;
  if (!folded) return [`#### ${heading}`, ...body];
  return [`<details><summary>${heading}</summary>`, ...body, "</details>"];
}

function statementText({ title, before, after }: StatementText): string {
  const lines = linesOfDiff(before, after)
    .map(({ mark, text }) => `${mark} ${text}`)
    .join("\n");
  // A fence longer than any in the text: nothing in it can end the block.
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `<details><summary>${escapeMarkdownHtml(title)}</summary>\n\n${fence}diff\n${lines}\n${fence}\n\n</details>`;
}

function cellsOf(head: readonly string[], row: readonly Cell[], { items }: Cut): string[] {
  return row.map((cell, column) => {
    const isCode = CODE.includes(head[column]!);
    return shortened(cell, items)
      .map((line) => (isCode && line !== "" ? escapeMarkdownCode(line) : escapeMarkdown(line)))
      .join("<br>");
  });
}
