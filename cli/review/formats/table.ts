import { escapeTerminal } from "../../escape";
import type { Review } from "../review";
import { counts, verdictLine } from "./headline";
import { sectionsOf, type Section } from "./sections";

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
      ...sectionsOf(review).flatMap((section) => ["", bold(section.title), ...rowsOf(section)]),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function rowsOf({ head, rows }: Section): string[] {
  const all = [head, ...rows].map((row) => row.map(escapeTerminal));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd());
}
