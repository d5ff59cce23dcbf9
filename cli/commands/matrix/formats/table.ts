import { escapeTerminal } from "../../../render/escape";
import type { Matrix } from "../../../access/compute";
import { unsafeSettings } from "../../../access/settings";
import { summaryOf } from "../../../access/summary";
import { letter, LEGEND, MARKS } from "./letters";

const COLOURS: Readonly<Record<string, string>> = { A: "\u001b[33m", X: "\u001b[32m", ".": "\u001b[2m" };
const RESET = "\u001b[0m";

/** Columns of a terminal that summary lines fill. */
const LINE = 100;

/** The matrix for a terminal: a summary, a legend of the columns, then a line for each action. */
export function asTable(matrix: Matrix, { colour }: { readonly colour: boolean }): string {
  const { name, subjects, accessCases, cells } = matrix;
  const titles = accessCases.map(({ target, title }) => escapeTerminal(`${target}: ${title}`));
  const width = Math.max(...titles.map(({ length }) => length)) + 2;
  const columns = subjects.map((_, index) => letter(index).padEnd(2)).join("");
  const mark = (character: string) => (colour ? `${COLOURS[character] ?? ""}${character}${RESET}` : character);
  const lines = accessCases.map((_, row) => {
    const marks = cells[row]!.map(({ decision }) => `${mark(MARKS[decision])} `).join("");
    return `${titles[row]!.padEnd(width)}${marks}`.trimEnd();
  });
  return [
    `${escapeTerminal(name)}: who can do what`,
    "",
    ...summary(matrix),
    ...subjects.map(({ title }, index) => `  ${letter(index).padEnd(3)}${escapeTerminal(title)}`),
    "",
    `${" ".repeat(width)}${columns}`.trimEnd(),
    ...lines,
    "",
    LEGEND,
    "",
  ].join("\n");
}

function summary(matrix: Matrix): string[] {
  const all = summaryOf(matrix);
  if (all.length === 0) return [];
  const width = Math.max(...all.map(({ title }) => title.length)) + 4;
  const lines = all.flatMap(({ title, subjects }) => {
    const who = subjects.map((subject) => escapeTerminal(subject.title));
    const [first, ...more] = filled(who.length > 0 ? who : ["nobody"], LINE - width);
    return [`  ${title}`.padEnd(width) + first!, ...more.map((line) => " ".repeat(width) + line)];
  });
  const settings = unsafeSettings(matrix.settings);
  return [...lines, "", ...(settings === undefined ? [] : [`  ${escapeTerminal(settings)}`, ""])];
}

/** Items in lines of at most a width, but never less than one. */
function filled(items: readonly string[], width: number): string[] {
  return items.reduce<string[]>((lines, item) => {
    const last = lines.at(-1);
    if (last === undefined) return [item];
    const fits = last.length + item.length + 2 <= width;
    return fits ? [...lines.slice(0, -1), `${last}; ${item}`] : [...lines.slice(0, -1), `${last};`, item];
  }, []);
}
