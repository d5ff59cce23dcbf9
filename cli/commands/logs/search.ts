import type { Streams } from "../../framework/streams";
import { Once, MARKS } from "../../logs/once";
import { runSearch } from "../../logs/run-search";
import type { Report, Search } from "../../logs/scan";
import { searchHere, searchInThreads } from "../../logs/threads";
import type { SourceValues } from "./options";
import { Progress } from "./progress";
import { openSources, threadCount } from "./sources";
import { Summary } from "./summary";

export interface SearchOptions {
  readonly sources: readonly string[];
  readonly values: SourceValues & { readonly quiet: boolean };
  readonly search: Search;
  /** @default nobody wants the reports */
  readonly onReport?: ((report: Report) => void) | undefined;
  /** Whether to keep the records that other accounts have of a call. @default each call once */
  readonly eachAccount?: boolean;
}

/** Takes a row and the number of its events, which is more than one only if equal rows are counted. False ends the search. */
export type TakeRow = (row: readonly string[], events: number) => boolean;

/** Searches all sources, and passes on the row of each event once. Throws if the signal is aborted. */
export async function searchSources(
  { sources, values, search, onReport, eachAccount = false }: SearchOptions,
  streams: Streams,
  signal: AbortSignal,
  take: TakeRow,
): Promise<Summary> {
  const summary = new Summary(eachAccount);
  const once = new Once(eachAccount);
  const { batches, total, isLarge } = openSources(sources, values, summary, signal);
  const searcher = isLarge ? searchInThreads(search, threadCount()) : searchHere(search);
  const progress = new Progress(streams, total, values.quiet);
  try {
    await runSearch(
      batches,
      searcher,
      (report) => {
        summary.add(report);
        onReport?.(report);
        const goesOn = takeNew(report, once, summary, (row, events) => {
          progress.clear();
          return take(row, events);
        });
        progress.show(summary);
        return goesOn;
      },
      signal,
    );
  } finally {
    progress.clear();
    await searcher.end();
  }
  return summary;
}

function takeNew({ rows, indexes, marks }: Report, once: Once, summary: Summary, take: TakeRow): boolean {
  const events = new Uint32Array(rows.length);
  for (let at = 0; at < indexes.length; at += 1) {
    if (once.add(marks, at * MARKS)) events[indexes[at]!]! += 1;
    else summary.repeated += 1;
  }
  return rows.every((row, index) => {
    if (events[index] === 0) return true;
    summary.found += events[index]!;
    return take(row, events[index]!);
  });
}
