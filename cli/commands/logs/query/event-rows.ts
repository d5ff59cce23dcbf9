import { parseLogName, placeOfLog } from "../../../../modules/log-keys";
import { VIEW_COLUMNS, type ViewColumn } from "../../../../modules/query/sql";

/** A row of the view: a text for each column, or null. */
export type EventRow = readonly (string | null)[];

/** Fields by which records without a log file's name find their partition. */
const FALLBACKS: ReadonlyMap<string, string> = new Map([
  ["account", "recipientAccountId"],
  ["region", "awsRegion"],
  ["day", "eventTime"],
]);

function fieldsOf({ name, from }: ViewColumn): string[] {
  if (from === "partition") return [FALLBACKS.get(name)!];
  if (from === "resourceArns") return ["resources.ARN"];
  return from.map((path) => path.join("."));
}

/** The fields that a search must return for `eventRow`. */
export const FIELDS: readonly string[] = [...new Set(VIEW_COLUMNS.flatMap(fieldsOf))];

const SOURCES = VIEW_COLUMNS.map((column) => ({
  partition: column.from === "partition" ? column.name : undefined,
  fields: fieldsOf(column).map((field) => FIELDS.indexOf(field)),
}));

/** Makes rows of the records in a file of this name. `cells` are a record's `FIELDS`. */
export function rowsOf(file: string): (cells: readonly string[]) => EventRow {
  const place = partitionOf(file);
  return (cells) => eventRow(place, cells);
}

function eventRow(place: Partition, cells: readonly string[]): EventRow {
  return SOURCES.map(({ partition, fields }) => {
    const named = partition === undefined ? undefined : place[partition as keyof Partition];
    const cell = named ?? fields.map((field) => cells[field]).find((text) => text !== "" && text !== undefined);
    if (cell === undefined) return null;
    // Of a record's time, the day.
    return partition === "day" ? cell.slice(0, "2026/01/31".length).replaceAll("-", "/") : cell;
  });
}

interface Partition {
  readonly account?: string;
  readonly region?: string;
  readonly day?: string;
}

/** What the path of a log file says, as in the table of Athena. */
function partitionOf(file: string): Partition {
  const log = parseLogName(file);
  const { account, region } = placeOfLog(file) ?? log ?? {};
  const day = log?.day.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1/$2/$3");
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }), ...(day && { day }) };
}
