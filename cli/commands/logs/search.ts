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

/** Takes an event of a report: its row, or the number of the row if rows are counted. False ends the search. */
export type TakeEvent = (report: Report, index: number) => boolean;

/** Searches all sources, and passes on each event once. Throws if the signal is aborted. */
export async function searchSources(
  { sources, values, search, onReport, eachAccount = false }: SearchOptions,
  streams: Streams,
  signal: AbortSignal,
  take: TakeEvent,
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
        // Rows that are not counted are shown at once.
        if (!search.counts && report.rows.length > 0) progress.clear();
        const goesOn = takeNew(report, once, summary, take);
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

function takeNew(report: Report, once: Once, summary: Summary, take: TakeEvent): boolean {
  for (let index = 0; index * MARKS < report.marks.length; index += 1) {
    if (!once.add(report.marks, index * MARKS)) summary.repeated += 1;
    else {
      summary.found += 1;
      if (!take(report, index)) return false;
    }
  }
  return true;
}
