import { openDraft } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { escapeJson, escapeTerminal } from "../../render/escape";
import { columnWidths, tableLines, type Column } from "../../render/table";
import type { Terminal } from "../../render/terminal";
import { displayWidth } from "../../render/width";

export type Format = "table" | "json" | "jsonl" | "csv";

/** A value of a result. Null is empty in a table and in CSV. */
export type Cell = string | number | boolean | null;

/** Writes rows while a search goes on. */
export interface Sink {
  /** Names the columns, before the first row, if they were not known when the sink was opened. */
  readonly begin: (columns: readonly string[]) => void;
  readonly row: (cells: readonly Cell[]) => void;
  /** Writes a text between rows. */
  readonly text: (text: string) => void;
  /** Writes what is left. */
  readonly flush: () => void;
  /** Writes what is left, and completes the file. */
  readonly end: () => void;
  /** Leaves the old file as it was. */
  readonly discard: () => void;
}

export interface SinkOptions {
  readonly format: Format;
  /** The column `json` is a whole record. @default `begin` names them */
  readonly columns?: readonly string[];
  readonly output: string | undefined;
}

/** Opens the result of a command. Throws a `UserError` if the file cannot be written. */
export function openSink({ format, columns, output }: SinkOptions, streams: Streams): Sink {
  const draft = output === undefined ? undefined : openDraft(output);
  const write = draft ? draft.write : (text: string) => void streams.out.write(text);
  let rows: RowWriter | undefined;
  const begin = (names: readonly string[]) => {
    rows = WRITERS[format](names, write, terminalFor(output, streams));
  };
  if (columns) begin(columns);
  return {
    begin,
    row: (cells) => rows!.row(cells),
    text: write,
    flush: () => rows?.flush(),
    end: () => {
      rows?.flush();
      rows?.close?.();
      draft?.complete();
    },
    discard: () => draft?.discard(),
  };
}

interface RowWriter {
  readonly row: (cells: readonly Cell[]) => void;
  readonly flush: () => void;
  /** Ends a complete result. */
  readonly close?: () => void;
}

type Open = (columns: readonly string[], write: (text: string) => void, terminal: Terminal) => RowWriter;

const WRITERS: Readonly<Record<Format, Open>> = {
  table: openTable,
  json: openJson,
  jsonl: openJsonLines,
  csv: openCsv,
};

function openJsonLines(columns: readonly string[], write: (text: string) => void): RowWriter {
  const isWhole = columns[0] === "json";
  return {
    row: (cells) => write(`${escapeJson(isWhole ? String(cells[0]) : objectOf(columns, cells))}\n`),
    flush: () => undefined,
  };
}

/** One list, with a row a line. */
function openJson(columns: readonly string[], write: (text: string) => void): RowWriter {
  let before = "[\n  ";
  return {
    row: (cells) => {
      write(`${before}${escapeJson(objectOf(columns, cells))}`);
      before = ",\n  ";
    },
    flush: () => undefined,
    close: () => write(before.startsWith("[") ? "[]\n" : "\n]\n"),
  };
}

/** An object of the cells, in the order of the columns, also where the name of one is a number. */
function objectOf(columns: readonly string[], cells: readonly Cell[]): string {
  const fields = columns.map((column, index) => `${JSON.stringify(column)}:${JSON.stringify(cells[index])}`);
  return `{${fields.join(",")}}`;
}

/** RFC 4180. The header comes with the first row, or at the end: not before an error. */
function openCsv(columns: readonly string[], write: (text: string) => void): RowWriter {
  let isStarted = false;
  const start = () => {
    if (!isStarted) write(`${columns.map(csvCell).join(",")}\r\n`);
    isStarted = true;
  };
  return {
    row: (cells) => {
      start();
      write(`${cells.map(csvCell).join(",")}\r\n`);
    },
    flush: start,
  };
}

/**
 * Spreadsheets run cells that begin like a formula, and whoever makes a call chooses some of its texts.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvCell(cell: Cell): string {
  const text = textOf(cell);
  // A negative number is no formula.
  if (typeof cell === "number") return text;
  const safe = escapeTerminal(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A text as long as a record may be would fill the screen. */
const LONGEST_CELL = 400;
/** Rows that decide how wide the columns are. */
const FIRST_ROWS = 500;
/** On a terminal, rows appear without waiting for the others. */
const WAIT_MS = 1000;

/** The first rows are written together, and decide how wide the columns are. */
function openTable(titles: readonly string[], write: (text: string) => void, terminal: Terminal): RowWriter {
  let waiting: string[][] = [];
  let since = performance.now();
  let widths: readonly number[] | undefined;
  const lines = (): string[] => {
    const table = { columns: titles.map(columnOf), rows: waiting };
    if (widths === undefined) {
      widths = columnWidths(table, terminal);
      return tableLines(table, terminal);
    }
    const known = widths;
    // In a pipe, a row is one line, however wide.
    if (terminal.width === Infinity) return waiting.map((row) => padded(row, known));
    return tableLines({ columns: known.map((width) => ({ title: "", width })), rows: waiting }, terminal);
  };
  const flush = () => {
    if (waiting.length > 0) write(`${lines().join("\n")}\n`);
    waiting = [];
  };
  return {
    row: (cells) => {
      if (waiting.length === 0) since = performance.now();
      waiting.push(cells.map(shortened));
      const isLate = terminal.width !== Infinity && performance.now() - since > WAIT_MS;
      if (waiting.length >= FIRST_ROWS || isLate) flush();
    },
    flush,
  };
}

/** Times are all of one width, and unreadable when they wrap. */
function columnOf(title: string): Column {
  if (title === "events") return { title, right: true };
  return title === "time" ? { title, width: "2026-03-01T10:00:00Z".length } : { title };
}

function padded(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => cell + " ".repeat(Math.max(0, widths[column]! - displayWidth(cell))));
  return cells.join("  ").trimEnd();
}

function textOf(cell: Cell): string {
  return cell === null ? "" : String(cell);
}

function shortened(cell: Cell): string {
  const text = textOf(cell);
  return escapeTerminal(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text);
}
