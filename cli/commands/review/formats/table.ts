import { escapeTerminal } from "../../../render/escape";
import { tableLines, textLines, type Cell } from "../../../render/table";
import { paint, type Terminal } from "../../../render/terminal";
import type { Review } from "../review";
import { worst } from "../verdict";
import { withoutDestroyedParts } from "./destroyed";
import { linesOfDiff } from "./diff";
import { counts, DOCUMENTATION, nextStep, TONES, verdictLine } from "./headline";
import { LINES, sectionsOf, shortened, type Section } from "./sections";

/** For a terminal. Words carry the meaning, not colors, so that it reads the same in a pipe. */
export function asTable(all: readonly Review[], commit: string | undefined, terminal: Terminal): string {
  const reviews = all.map(withoutDestroyedParts);
  const verdict = worst(reviews.map((review) => review.verdict));
  const next = nextStep(reviews);
  const lines = [
    paint(verdictLine(reviews), TONES[verdict], terminal),
    ...reviews.flatMap((review) => ["", ...environmentLines(review, commit, terminal)]),
    ...(next === undefined ? [] : ["", `${next} ${DOCUMENTATION}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function environmentLines(review: Review, commit: string | undefined, terminal: Terminal): string[] {
  const at = commit === undefined ? "" : ` at ${commit}`;
  const head = `${review.environment}: ${review.verdict}. ${counts(review)}. Stacks: ${review.stacks.join(", ")}${at}`;
  return [
    ...textLines({ text: head, tone: "strong" }, terminal),
    ...sectionsOf(review).flatMap((section) => [
      "",
      paint(section.title, "strong", terminal),
      ...rowLines(section, terminal),
      ...statementLines(section, terminal),
    ]),
  ];
}

function rowLines({ head, rows }: Section, terminal: Terminal): string[] {
  const cells = rows.map((row) => row.map((cell): Cell => shortened(cell, LINES)));
  return tableLines({ columns: head.map((title) => ({ title })), rows: cells, indent: 2 }, terminal);
}

const DIFF_TONES = { "+": "good", "-": "bad", " ": undefined } as const;

/** Complete statements follow the table, so that logs and code blocks contain them too. */
function statementLines({ statements }: Section, terminal: Terminal): string[] {
  return statements.flatMap(({ title, before, after }) => [
    "",
    `  ${escapeTerminal(title)}`,
    ...linesOfDiff(before, after).map(({ mark, text }) =>
      paint(`  ${mark} ${escapeTerminal(text)}`, DIFF_TONES[mark], terminal),
    ),
  ]);
}
