import { escapeTerminal } from "../../escape";
import type { Matrix } from "../compute";
import { letter, LEGEND, MARKS } from "./letters";

const COLOURS: Readonly<Record<string, string>> = { A: "\u001b[33m", X: "\u001b[32m", ".": "\u001b[2m" };
const RESET = "\u001b[0m";

/** The matrix for a terminal: a legend of the columns, then a line for each deed. */
export function asTable(matrix: Matrix, { colour }: { readonly colour: boolean }): string {
  const { name, subjects, deeds, cells } = matrix;
  const titles = deeds.map(({ target, title }) => escapeTerminal(`${target}: ${title}`));
  const width = Math.max(...titles.map(({ length }) => length)) + 2;
  const columns = subjects.map((_, index) => letter(index).padEnd(2)).join("");
  const mark = (character: string) => (colour ? `${COLOURS[character] ?? ""}${character}${RESET}` : character);
  const lines = deeds.map((_, row) => {
    const marks = cells[row]!.map(({ decision }) => `${mark(MARKS[decision])} `).join("");
    return `${titles[row]!.padEnd(width)}${marks}`.trimEnd();
  });
  return [
    `${escapeTerminal(name)}: who can do what`,
    "",
    ...subjects.map(({ title }, index) => `  ${letter(index).padEnd(3)}${escapeTerminal(title)}`),
    "",
    `${" ".repeat(width)}${columns}`.trimEnd(),
    ...lines,
    "",
    LEGEND,
    "",
  ].join("\n");
}
