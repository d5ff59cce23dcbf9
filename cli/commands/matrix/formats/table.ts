import { escapeTerminal } from "../../../render/escape";
import { tableLines, textLines, type Cell } from "../../../render/table";
import { paint, type Terminal } from "../../../render/terminal";
import type { Matrix } from "../../../access/compute";
import { notEvaluatedText } from "../../../access/not-evaluated";
import { unsafeSettings } from "../../../access/settings";
import { summaryOf } from "../../../access/summary";
import { letter, LEGEND, MARKS, TONES } from "./letters";

/** The matrix for a terminal: a summary, a legend of the columns, then for each target a line for each access case. */
export function asTable(matrix: Matrix, terminal: Terminal): string {
  const { name, subjects } = matrix;
  return [
    paint(escapeTerminal(`${name}: who can do what`), "strong", terminal),
    "",
    ...summary(matrix, terminal),
    ...plainLines(
      subjects.map(({ title }, index) => [letter(index), title]),
      terminal,
    ),
    ...bandsOf(matrix, terminal.width).flatMap((band) => ["", ...grid(matrix, band, terminal)]),
    "",
    LEGEND,
    "",
  ].join("\n");
}

function summary(matrix: Matrix, terminal: Terminal): string[] {
  const all = summaryOf(matrix);
  if (all.length === 0) return [];
  const rows = all.map(({ title, subjects }): Cell[] => [
    title,
    subjects.length > 0 ? subjects.map((subject) => subject.title) : { text: "nobody", tone: "quiet" },
  ]);
  const notes = [unsafeSettings(matrix.settings), notEvaluatedText(matrix.notEvaluated)];
  return [
    ...plainLines(rows, terminal),
    "",
    ...notes.flatMap((note) => (note === undefined ? [] : [...textLines(note, terminal, 2), ""])),
  ];
}

function plainLines(rows: readonly (readonly Cell[])[], terminal: Terminal): string[] {
  return tableLines({ columns: [{ title: "" }, { title: "" }], rows, indent: 2 }, terminal);
}

/** Minimum width of the titles of access cases. */
const TITLE_WIDTH = 36;

/** Positions of the subjects, divided into grids that are no wider than the terminal. */
function bandsOf({ subjects }: Matrix, width: number): number[][] {
  const all = subjects.map((_, index) => index);
  const fit = Math.max(1, Math.floor((width - TITLE_WIDTH) / (letter(subjects.length - 1).length + 1)));
  const size = Math.ceil(all.length / Math.ceil(all.length / fit));
  return all.filter((index) => index % size === 0).map((start) => all.slice(start, start + size));
}

function grid({ accessCases, cells }: Matrix, band: readonly number[], terminal: Terminal): string[] {
  const rows = accessCases.flatMap(({ target, title }, row) => {
    const marks = band.map((column) => {
      const { decision } = cells[row]![column]!;
      return { text: MARKS[decision], tone: TONES[decision] };
    });
    const isFirst = accessCases[row - 1]?.target !== target;
    return [...(isFirst ? [target] : []), [title, ...marks]];
  });
  const columns = band.map((column) => ({ title: letter(column), right: true }));
  return tableLines({ columns: [{ title: "" }, ...columns], rows, indent: 2, gap: 1 }, terminal);
}
