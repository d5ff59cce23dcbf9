import type { Streams } from "../../framework/streams";
import { count } from "../../render/count";
import type { FindValues } from "./find-command";
import { filtersOf } from "./options";
import { runCommand } from "./run-command";
import { searchSources } from "./search";
import { openSink } from "./sink";
import { checkColumns } from "./values";
import { verifierOf } from "./verify-searched";

const COLUMNS = ["time", "event", "principal", "ip", "target", "error"];

/** Runs one search, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: FindValues, streams: Streams, operands: readonly string[]): Promise<number> {
  const { format, limit = Infinity, output } = values;
  const filters = filtersOf(values);
  const asked = values.columns.flat();
  checkColumns("columns", asked);
  const columns = asked.length > 0 ? asked : format === "jsonl" ? ["json"] : COLUMNS;
  const verifier = verifierOf(values, operands);
  const search = { filters, columns, counts: false, hashes: verifier !== undefined };
  return runCommand(
    values,
    streams,
    () => openSink({ format, columns, output }, streams),
    async (sink, signal) => {
      let left = limit;
      const options = { sources: operands, values, search, onReport: verifier?.add };
      const summary = await searchSources(options, streams, signal, ({ rows }, index) => {
        sink.row(rows[index]!);
        left -= 1;
        return left > 0;
      });
      const notes = left === 0 ? [`ended after ${count(limit, "record")} (--limit)`] : [];
      const verified = await verifier?.finish(streams, signal);
      return {
        summary,
        notes: [...summary.noneFound(streams), ...notes, ...(verified?.notes ?? [])],
        doubts: verified?.doubts ?? [],
        status: summary.found > 0 ? 0 : 1,
      };
    },
  );
}
