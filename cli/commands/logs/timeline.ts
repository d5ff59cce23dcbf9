import { terminalFor, type Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import type { Filters } from "../../logs/filters/filters";
import { filtersOf } from "./options";
import { runCommand } from "./run-command";
import { searchSources } from "./search";
import { sessionLines } from "./session-lines";
import { openedBy, sessionTree, type Use } from "./sessions";
import { openSink } from "./sink";
import type { Summary } from "./summary";
import type { TimelineValues } from "./timeline-command";
import { checkColumns } from "./values";

const COLUMNS = ["time", "event", "principal", "access-key", "ip", "target", "error"];
/** What every row is sorted by and connected with, before the columns to show. */
const OWN = ["time", "id", "event", "principal", "access-key", "issued"];

/** Sorting requires all events at once. */
const MAX_EVENTS = 1_000_000;

type Row = readonly string[];

/** Shows events in order of time, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: TimelineValues, streams: Streams, operands: readonly string[]): Promise<number> {
  const { format, output, follow } = values;
  const filters = filtersOf(values);
  if (follow) checkFollow(values, filters);
  const asked = values.columns.flat();
  checkColumns("columns", asked);
  const columns = asked.length > 0 ? asked : format === "jsonl" ? ["json"] : COLUMNS;
  return runCommand(
    values,
    streams,
    () => openSink({ format, columns, output }, streams),
    async (sink, signal) => {
      const rows = new Map<string, Row>();
      const collect = (accessKeys: readonly string[]): Promise<Summary> => {
        const search = { filters: { ...filters, accessKeys }, columns: [...OWN, ...columns], counts: false };
        return searchSources({ sources: operands, values, search }, streams, signal, (report, index) => {
          const row = report.rows[index]!;
          rows.set(row[1] || `row ${rows.size}`, row);
          if (rows.size <= MAX_EVENTS) return true;
          throw new UserError(`more than ${MAX_EVENTS} events; give --from and --to, or further filters`);
        });
      };
      const summary = await collect(values["access-key"]);
      if (follow) {
        const opened = await followKeys(values["access-key"], () => usesOf(rows.values()), collect);
        const sessions = sessionTree(values["access-key"], opened, usesOf(rows.values()));
        if (format === "table" && rows.size > 0) {
          sink.text(`${sessionLines(sessions, terminalFor(output, streams)).join("\n")}\n\n`);
        }
      }
      const sorted = [...rows.values()].sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
      for (const row of sorted) sink.row(row.slice(OWN.length));
      return { summary, notes: summary.noneFound(streams), status: rows.size > 0 ? 0 : 1 };
    },
  );
}

/** Searches again for the keys that the last calls returned, until there is no new one. */
async function followKeys(
  roots: readonly string[],
  uses: () => readonly Use[],
  collect: (keys: readonly string[]) => Promise<unknown>,
): Promise<Map<string, Use>> {
  const known = new Set(roots);
  const opened = new Map<string, Use>();
  for (;;) {
    const found = openedBy(uses(), known);
    if (found.size === 0) return opened;
    for (const [key, use] of found) {
      known.add(key);
      opened.set(key, use);
    }
    await collect([...found.keys()]);
  }
}

function usesOf(rows: Iterable<Row>): Use[] {
  return [...rows].map(([time = "", , event = "", principal = "", key = "", issued = ""]) => ({
    time,
    event,
    principal,
    key,
    issued: issued === "" ? [] : issued.split(" "),
  }));
}

const FOLLOWED = new Set<string>(["from", "to", "accounts", "regions", "accessKeys"] satisfies (keyof Filters)[]);

/** Other filters would hide the calls that connect one session with the next. */
function checkFollow(values: TimelineValues, filters: Filters): void {
  if (values["access-key"].length === 0)
    throw new UserError("--follow requires the key to begin with: --access-key ID");
  const others = Object.entries(filters).filter(([name]) => !FOLLOWED.has(name));
  if (!others.some(([, value]) => value === true || (Array.isArray(value) && value.length > 0))) return;
  throw new UserError(
    "--follow shows all that the sessions did; combine it with --from, --to, --account and --region only",
  );
}
