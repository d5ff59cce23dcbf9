import type { Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import { filtersOf } from "./options";
import { runCommand } from "./run-command";
import { searchSources } from "./search";
import { openSink } from "./sink";
import { RowNumbers } from "../../logs/row-numbers";
import type { Report } from "../../logs/scan";
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
  const tally = new Tally();
  const result = { format, columns: ["events", ...by], output };
  return runCommand(
    values,
    streams,
    () => openSink(result, streams),
    async (sink, signal) => {
      const onReport = (report: Report) => {
        tally.addRows(report);
        if (tally.size <= MAX_GROUPS) return;
        throw new UserError(
          `--by ${by.join(",")} has more than ${MAX_GROUPS} values; count by fewer fields, or add filters`,
        );
      };
      const options = { sources: operands, values, search, onReport };
      const summary = await searchSources(options, streams, signal, (report, index) => tally.count(report, index));
      const sorted = tally.groups().sort((a, b) => b.events - a.events || compareRows(a.row, b.row));
      for (const { row, events } of sorted.slice(0, top)) sink.row([String(events), ...row]);
      const more = sorted.length - top;
      const notes = more > 0 ? [`${more} more rows: --top ${sorted.length} shows all`] : [];
      return { summary, notes, status: 0 };
    },
  );
}

interface Group {
  readonly row: readonly string[];
  events: number;
}

/** Counts events by their rows, of which each thread reports only the numbers after the first time. */
class Tally {
  private readonly numbers = new RowNumbers();
  private readonly all: Group[] = [];
  private readonly ofThreads = new Map<number, Group[]>();

  get size(): number {
    return this.all.length;
  }

  addRows({ thread, rows }: Report): void {
    const reported = this.ofThreads.get(thread) ?? [];
    this.ofThreads.set(thread, reported);
    for (const row of rows) reported.push((this.all[this.numbers.of(row)] ??= { row, events: 0 }));
  }

  count({ thread, numbers }: Report, index: number): boolean {
    this.ofThreads.get(thread)![numbers![index]!]!.events += 1;
    return true;
  }

  /** Those with events: a row may be of repeated records only. */
  groups(): Group[] {
    return this.all.filter(({ events }) => events > 0);
  }
}

function compareRows(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((text, index) => text !== other[index]);
  return at === -1 ? 0 : one[at]! < other[at]! ? -1 : 1;
}
