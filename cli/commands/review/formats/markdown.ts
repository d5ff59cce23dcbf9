import {
  cellLines,
  code,
  document,
  fenced,
  folded,
  link,
  list,
  md,
  table,
  type Markdown,
} from "../../../render/markdown";
import type { Review } from "../review";
import { worst, type Verdict } from "../verdict";
import { headlines } from "./cells";
import { withoutDestroyedParts } from "./destroyed";
import { linesOfDiff } from "./diff";
import { counts, DOCUMENTATION, nextStep, verdictLine } from "./headline";
import type { Cell } from "./cells";
import { CODE, LINES, sectionsOf, shortened, type Section, type StatementText } from "./sections";

/** GitHub refuses comments above 65,536 characters. Leaves space for text that a workflow adds. */
export const MAX_CHARACTERS = 60_000;

/** Markdown has no colors: a sign that shows whether to worry before anything is read. */
const SIGNS: Readonly<Record<Verdict, string>> = {
  unchanged: "🟢",
  changed: "🔵",
  undecided: "🟠",
  gained: "🔴",
  weakened: "🔴",
};

/** Sizes of a section, tried in order until everything fits. */
const CUTS = [
  { rows: Infinity, items: LINES, statements: Infinity },
  { rows: 200, items: LINES, statements: 20 },
  { rows: 60, items: LINES, statements: 5 },
  { rows: 20, items: 5, statements: 0 },
  { rows: 5, items: 3, statements: 0 },
] as const;

type Cut = (typeof CUTS)[number];

/** A comment for a pull request, shorter than `MAX_CHARACTERS`. Tells what is cut. `docs`: URL of the documentation. */
export function asMarkdown(all: readonly Review[], commit: string | undefined, docs?: string): string {
  const reviews = all.map(withoutDestroyedParts);
  for (const cut of CUTS) {
    const text = render(reviews, commit, cut, docs);
    if (text.length < MAX_CHARACTERS) return text;
  }
  const [first = ""] = render(reviews, commit, CUTS[CUTS.length - 1]!).split("\n\n");
  return `${first.slice(0, MAX_CHARACTERS - 200)}\n\nThe rest is too long for a comment: see the HTML report.\n`;
}

function render(reviews: readonly Review[], commit: string | undefined, cut: Cut, docs?: string): string {
  const next = nextStep(reviews);
  const blocks = [
    md`${SIGNS[worst(reviews.map(({ verdict }) => verdict))]} **audit-trail: ${verdictLine(reviews)}**`,
    ...reviews.flatMap((review) => [
      ...headOf(review, commit),
      ...sectionsOf(review).flatMap((one) => sectionBlocks(one, cut)),
    ]),
    ...(next === undefined
      ? []
      : [md`${next} ${docs === undefined ? code(DOCUMENTATION) : link(DOCUMENTATION, docs)}`]),
  ];
  return `${document(blocks)}\n`;
}

function headOf(review: Review, commit: string | undefined): Markdown[] {
  const at = commit === undefined ? "" : ` at ${commit}`;
  const stacks = review.stacks.join(", ");
  return [
    md`**${review.environment}**: ${review.verdict}. ${counts(review)}. Stacks: ${stacks}${at}.`,
    list(headlines(review)),
  ];
}

function sectionBlocks({ title, folded: isFolded, head, rows, count, statements }: Section, cut: Cut): Markdown[] {
  const shown = rows.slice(0, cut.rows);
  const full = statements.slice(0, cut.statements);
  const rowsLeft = rows.length - shown.length;
  const statementsLeft = statements.length - full.length;
  const blocks = [
    table(
      head,
      shown.map((row) => row.map((cell, column) => cellOf(cell, CODE.includes(head[column]!), cut))),
    ),
    ...(rowsLeft > 0 ? [md`${rowsLeft} more not shown; see the HTML report.`] : []),
    ...full.map(statementBlock),
    ...(statementsLeft > 0 ? [md`${statementsLeft} full statements not shown; see the HTML report.`] : []),
  ];
  return isFolded ? [folded(`${title} (${count})`, ...blocks)] : [md`#### ${title} (${count})`, ...blocks];
}

function statementBlock({ title, before, after }: StatementText): Markdown {
  const lines = linesOfDiff(before, after).map(({ mark, text }) => `${mark} ${text}`);
  return folded(title, fenced("diff", lines.join("\n")));
}

function cellOf(cell: Cell, isCode: boolean, { items }: Cut): Markdown {
  return cellLines(shortened(cell, items).map((line) => (isCode && line !== "" ? code(line) : line)));
}
