import type { Streams } from "../../framework/streams";
import { Once, MARKS } from "../../logs/once";
import { runSearch } from "../../logs/run-search";
import type { Report, Search } from "../../logs/scan";
import { searchHere, searchInThreads } from "../../logs/threads";
import type { CommonValues } from "./options";
import { Progress } from "./progress";
import { openSources, threadCount } from "./sources";
import { Summary } from "./summary";

export interface SearchOptions {
  readonly sources: readonly string[];
  readonly values: CommonValues & { readonly quiet: boolean };
  readonly search: Search;
}

/** Takes the row of one event. Returns false to end the search. */
export type TakeRow = (row: readonly string[]) => boolean;

/** Searches all sources, and passes on the row of each event once. Throws if the signal is aborted. */
export async function searchSources(
  { sources, values, search }: SearchOptions,
  streams: Streams,
  signal: AbortSignal,
  take: TakeRow,
): Promise<Summary> {
  const summary = new Summary();
  const once = new Once();
  const { batches, total, isLarge } = openSources(sources, values, summary, signal);
  const searcher = isLarge ? searchInThreads(search, threadCount()) : searchHere(search);
  const progress = new Progress(streams, total, values.quiet);
  try {
    await runSearch(
      batches,
      searcher,
      (report) => {
        summary.add(report);
        const goesOn = takeNew(report, once, summary, (row) => {
          progress.clear();
          return take(row);
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
  for (let at = 0; at < indexes.length; at += 1) {
    if (!once.add(marks, at * MARKS)) summary.repeated += 1;
    else {
      summary.found += 1;
      if (!take(rows[indexes[at]!]!)) return false;
    }
  }
  return true;
}
