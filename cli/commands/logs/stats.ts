import type { Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import { filtersOf } from "./options";
import { runCommand } from "./run-command";
import { searchSources } from "./search";
import { openSink } from "./sink";
import { rowName } from "../../logs/scan";
import type { StatsValues } from "./stats-command";
import { checkColumns } from "./values";

/** Nobody reads more groups, and they would fill the memory. */
const MAX_GROUPS = 1_000_000;

/** Counts events, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: StatsValues, streams: Streams, operands: readonly string[]): Promise<number> {
  const { format, output, top } = values;
  const by = values.by.flat();
  if (by.length === 0) throw new UserError("--by is required: --by NAMES (see audit-trail logs stats --help)");
  checkColumns("by", by);
  const search = { filters: filtersOf(values), columns: by, counts: true };
  const counts = new Map<string, { readonly row: readonly string[]; events: number }>();
  const result = { format, columns: ["events", ...by], output };
  return runCommand(
    values,
    streams,
    () => openSink(result, streams),
    async (sink, signal) => {
      const summary = await searchSources({ sources: operands, values, search }, streams, signal, (row, events) => {
        const name = rowName(row);
        const known = counts.get(name);
        if (known) known.events += events;
        else counts.set(name, { row, events });
        if (counts.size <= MAX_GROUPS) return true;
        throw new UserError(
          `--by ${by.join(",")} has more than ${MAX_GROUPS} values; count by fewer fields, or add filters`,
        );
      });
      const sorted = [...counts.values()].sort((a, b) => b.events - a.events || compareRows(a.row, b.row));
      for (const { row, events } of sorted.slice(0, top)) sink.row([String(events), ...row]);
      const more = sorted.length - top;
      const notes = more > 0 ? [`${more} more rows: --top ${sorted.length} shows all`] : [];
      return { summary, notes, status: 0 };
    },
  );
}

function compareRows(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((text, index) => text !== other[index]);
  return at === -1 ? 0 : one[at]! < other[at]! ? -1 : 1;
}
