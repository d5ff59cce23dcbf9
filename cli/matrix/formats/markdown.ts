import { escapeMarkdown } from "../../escape";
import type { Matrix } from "../compute";
import { letter, LEGEND, MARKS } from "./letters";
import { reasonsOf } from "./reasons";

/** The matrix as Markdown: the grid by target, then by which statement each row is so. */
export function asMarkdown(matrix: Matrix): string {
  const { name, subjects, deeds } = matrix;
  const targets = [...new Set(deeds.map(({ target }) => target))];
  return [
    `## ${escapeMarkdown(name)}`,
    "",
    ...subjects.map(({ title }, index) => `- **${letter(index)}** ${escapeMarkdown(title)}`),
    "",
    `${LEGEND.replaceAll("   ", "; ")}.`,
    "",
    ...targets.flatMap((target) => [
      `### ${escapeMarkdown(`${name}: ${target}`)}`,
      "",
      ...grid(matrix, target),
      "",
      ...why(matrix, target),
      "",
    ]),
  ].join("\n");
}

function grid({ subjects, deeds, cells }: Matrix, target: string): string[] {
  const head = ["", ...subjects.map((_, index) => letter(index))];
  const rows = deeds.flatMap((deed, row) =>
    deed.target === target
      ? [
          [
            escapeMarkdown(deed.title),
            ...cells[row]!.map(({ decision }) => (decision === "allowed" ? "**A**" : MARKS[decision])),
          ],
        ]
      : [],
  );
  return [head, head.map((_, index) => (index === 0 ? "---" : ":-:")), ...rows].map(
    (cellsOf) => `| ${cellsOf.join(" | ")} |`,
  );
}

function why(matrix: Matrix, target: string): string[] {
  const lines = matrix.deeds.flatMap((deed, row) => {
    if (deed.target !== target) return [];
    return reasonsOf(matrix, row).map(({ decision, subjects, sids }) => {
      const who = subjects.length === matrix.subjects.length ? "everyone" : subjects.map(escapeMarkdown).join(", ");
      return `- ${escapeMarkdown(deed.title)}: ${decision} to ${who} by ${sids.map(escapeMarkdown).join(", ")}`;
    });
  });
  return ["<details><summary>By which statements</summary>", "", ...lines, "", "</details>"];
}
