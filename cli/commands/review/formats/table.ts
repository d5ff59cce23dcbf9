import { escapeTerminal } from "../../../render/escape";
import type { Review } from "../review";
import { linesOfDiff } from "./diff";
import { counts, verdictLine } from "./headline";
import { LINES, sectionsOf, shortened, type Section } from "./sections";

/** For a terminal. Colour only the verdict: the rest must read the same in a pipe. */
export function asTable(
  reviews: readonly Review[],
  commit: string | undefined,
  { colour }: { colour: boolean },
): string {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[22m` : text);
  const lines = [
    bold(verdictLine(reviews)),
    ...reviews.flatMap((review) => [
      "",
      `${bold(escapeTerminal(review.environment))}: ${review.verdict}. ${counts(review)}. Stacks: ${review.stacks
        .map(escapeTerminal)
        .join(", ")}${commit === undefined ? "" : ` at ${escapeTerminal(commit)}`}`,
      ...sectionsOf(review).flatMap((section) => [
        "",
        bold(section.title),
        ...rowsOf(section),
        ...statementsOf(section),
      ]),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Statements in full stand below the table, so that a log or a code block has them too. */
function statementsOf({ statements }: Section): string[] {
  return statements.flatMap(({ title, before, after }) => [
    "",
    `  ${escapeTerminal(title)}`,
    ...linesOfDiff(before, after).map(({ mark, text }) => `  ${mark} ${escapeTerminal(text)}`),
  ]);
}

function rowsOf({ head, rows }: Section): string[] {
  const all = [head, ...rows].map((row) => row.map((cell) => shortened(cell, LINES).map(escapeTerminal)));
  const widths = head.map((_, column) => Math.max(...all.flatMap((row) => row[column]!.map(({ length }) => length))));
  return all.flatMap((row) => {
    const height = Math.max(...row.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      `  ${row.map((cell, column) => (cell[line] ?? "").padEnd(widths[column]!)).join("  ")}`.trimEnd(),
    );
  });
}
