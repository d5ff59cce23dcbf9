import { interruptible } from "../../framework/interrupt";
import type { Streams } from "../../framework/streams";
import { filtersOf } from "./options";
import type { FindValues } from "./find-command";
import { searchSources } from "./search";
import { openSink } from "./sink";
import { checkColumns } from "./values";

const COLUMNS = ["time", "event", "principal", "ip", "target", "error"];

/** Runs one search, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: FindValues, streams: Streams, operands: readonly string[]): Promise<number> {
  const { format, limit = Infinity, output, quiet } = values;
  const filters = filtersOf(values);
  const asked = values.columns.flat();
  checkColumns("columns", asked);
  const columns = asked.length > 0 ? asked : format === "jsonl" ? ["json"] : COLUMNS;
  const say = (lines: readonly string[]) => {
    if (!quiet) for (const line of lines) streams.err.write(`${line}\n`);
  };
  return interruptible(
    () => undefined,
    async ({ signal, status }) => {
      const sink = openSink({ format, columns, output }, streams);
      let left = limit;
      try {
        const summary = await searchSources(
          { sources: operands, values, search: { filters, columns, counts: false } },
          streams,
          signal,
          (row) => {
            sink.row(row);
            left -= 1;
            return left > 0;
          },
        );
        sink.end();
        say(summary.notes());
        for (const line of summary.problemLines()) streams.err.write(`${line}\n`);
        if (left === 0) say([`ended after ${limit} records (--limit)`]);
        return summary.unreadable > 0 ? 2 : summary.found > 0 ? 0 : 1;
      } catch (error) {
        if (status() === undefined) throw error;
        // A file that looks complete must be.
        if (output === undefined) sink.flush();
        if (!isGone(streams)) say(["interrupted: the result is incomplete"]);
        return status()!;
      } finally {
        sink.discard();
      }
    },
  );
}

/** Whether the reader of standard output has closed it, and so needs no explanation. */
function isGone({ out }: Streams): boolean {
  return out === process.stdout && process.stdout.errored !== null;
}
