import { escapeTerminal } from "./escape";
import { paint, type Terminal, type Tone } from "./terminal";
import { displayWidth, longestWord, wrap } from "./width";

/** Text with a tone. */
export interface Toned {
  readonly text: string;
  readonly tone: Tone | undefined;
}

export type Line = string | Toned;

/** Lines of plain text: the table escapes them. */
export type Cell = Line | readonly Line[];

export interface Column {
  readonly title: string;
  /** Aligns cells right and never wraps them, for numbers and marks. @default false */
  readonly right?: boolean;
  /** Fixed width, whatever the cells contain. @default as wide as the cells */
  readonly width?: number;
}

export interface Table {
  /** Without any title, there is no title line. */
  readonly columns: readonly Column[];
  /** Rows of cells. A plain text is a heading over the following rows. */
  readonly rows: readonly (readonly Cell[] | string)[];
  /** Spaces before each row. @default 0 */
  readonly indent?: number;
  /** Spaces between columns. @default 2 */
  readonly gap?: number;
}

/**
 * Lines of an aligned table. On a terminal they are at most as wide as the terminal, and cells wrap within their
 * column; in a pipe, every row is one line, unless a cell has several. Color never carries a meaning that the words do
 * not.
 */
export function tableLines(table: Table, terminal: Terminal): string[] {
  const { columns, indent = 0, gap = 2 } = table;
  const { cells, titles, hasTitles, widths } = measure(table, terminal);
  const layout = { columns, widths, indent, gap };
  return [
    ...(hasTitles ? rowLines(titles, layout, terminal) : []),
    ...cells.flatMap((row, index) =>
      typeof row === "string"
        ? [...(index > 0 ? [""] : []), paint(escapeTerminal(row), "strong", terminal)]
        : rowLines(row, layout, terminal),
    ),
  ];
}

/** The widths that `tableLines` gives the columns, to continue a table with more rows. */
export function columnWidths(table: Table, terminal: Terminal): readonly number[] {
  return measure(table, terminal).widths;
}

function measure({ columns, rows, indent = 0, gap = 2 }: Table, terminal: Terminal) {
  const cells = rows.map((row) => (typeof row === "string" ? row : row.map(linesOf)));
  const titles = columns.map(({ title }): Toned[] => [{ text: escapeTerminal(title), tone: "strong" }]);
  const hasTitles = columns.some(({ title }) => title !== "");
  const measured = [...(hasTitles ? [titles] : []), ...cells.filter((row) => typeof row !== "string")];
  const room = terminal.width - indent - gap * (columns.length - 1);
  return { cells, titles, hasTitles, widths: fitted(columns, measured, room) };
}

/** Text outside tables, in lines that fit the terminal. */
export function textLines(text: Cell, terminal: Terminal, indent = 0): string[] {
  return tableLines({ columns: [{ title: "" }], rows: [[text]], indent }, terminal);
}

function linesOf(cell: Cell): Toned[] {
  return Array.isArray(cell) ? (cell as readonly Line[]).map(escaped) : [escaped(cell as Line)];
}

function escaped(line: Line): Toned {
  return typeof line === "string"
    ? { text: escapeTerminal(line), tone: undefined }
    : { text: escapeTerminal(line.text), tone: line.tone };
}

type Row = readonly (readonly Toned[])[];

/** Narrows wide columns before narrow ones, and breaks words only if nothing else is possible. */
function fitted(columns: readonly Column[], rows: readonly Row[], room: number): number[] {
  const widest = (measure: (text: string) => number) =>
    columns.map(({ width }, column) =>
      width !== undefined
        ? width
        : Math.max(0, ...rows.flatMap((row) => row[column]!.map(({ text }) => measure(text)))),
    );
  const natural = widest(displayWidth);
  if (sum(natural) <= room) return natural;
  const isFirm = columns.map(({ right, width }) => right === true || width !== undefined);
  const words = widest(longestWord).map((width, column) => (isFirm[column] ? natural[column]! : width));
  const least =
    sum(words) <= room ? words : natural.map((width, column) => (isFirm[column] ? width : Math.min(width, LEAST)));
  return shared(natural, least, room);
}

/** Minimum width of a readable column. */
const LEAST = 8;

/** Every column gets `least`, then all grow evenly until they reach their natural width or the space is used up. */
function shared(natural: readonly number[], least: readonly number[], room: number): number[] {
  const at = (level: number) => natural.map((width, column) => Math.max(least[column]!, Math.min(width, level)));
  let level = 0;
  while (level < room && sum(at(level + 1)) <= room) level += 1;
  const widths = at(level);
  // Less than one space per column is left: give it to columns that still wrap.
  let left = room - sum(widths);
  return widths.map((width, column) => (width < natural[column]! && left-- > 0 ? width + 1 : width));
}

interface Layout {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly indent: number;
  readonly gap: number;
}

function rowLines(row: Row, { columns, widths, indent, gap }: Layout, terminal: Terminal): string[] {
  const cellsOf = row.map((lines, column) =>
    lines.flatMap(({ text, tone }) =>
      wrapped(text, widths[column]!, lines.length > 1).map((part) => ({ text: part, tone })),
    ),
  );
  const height = Math.max(...cellsOf.map(({ length }) => length));
  return Array.from({ length: height }, (_, index) => {
    const cells = cellsOf.map((lines, column) => {
      const { text, tone } = lines[index] ?? { text: "", tone: undefined };
      const blanks = " ".repeat(Math.max(0, widths[column]! - displayWidth(text)));
      const shown = paint(text, tone, terminal);
      return columns[column]!.right ? blanks + shown : shown + blanks;
    });
    return (" ".repeat(indent) + cells.join(" ".repeat(gap))).trimEnd();
  });
}

/** In a cell with several lines, a wrapped line continues indented, so that it does not look like the next one. */
function wrapped(text: string, width: number, isOneOfSeveral: boolean): string[] {
  if (!isOneOfSeveral || displayWidth(text) <= width) return wrap(text, width);
  return wrap(text, width - 2).map((line, index) => (index === 0 ? line : `  ${line}`));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
