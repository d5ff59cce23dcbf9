import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { UserError } from "../../framework/user-error";
import type { Streams } from "../../framework/streams";
import { listFiles } from "../../logs/local-files";
import { Once, MARKS } from "../../logs/once";
import { runSearch, type Batches } from "../../logs/run-search";
import type { Search } from "../../logs/scan";
import type { Selection } from "../../logs/selection";
import { searchHere, searchInThreads, type Searcher } from "../../logs/threads";
import { Progress } from "./progress";
import { readInput } from "./standard-input";
import { Summary } from "./summary";

/** More threads than this wait for the disk, and each takes 50 MB. */
const MAX_THREADS = 8;
/** Less work than this takes one thread less time than starting others. */
const FEW_FILES = 32;
const FEW_BYTES = 4 * 1024 * 1024;
const LARGEST_BATCH = 16;

export interface SearchOptions {
  readonly sources: readonly string[];
  readonly selection: Selection;
  readonly search: Search;
  readonly quiet: boolean;
}

/** Takes the row of one event. Returns false to end the search. */
export type TakeRow = (row: readonly string[]) => boolean;

/** Searches all sources, and passes on the row of each event once. Throws if the signal is aborted. */
export async function searchSources(
  { sources, selection, search, quiet }: SearchOptions,
  streams: Streams,
  signal: AbortSignal,
  take: TakeRow,
): Promise<Summary> {
  if (sources.length === 0) {
    throw new UserError("no source given; give a folder, a file, or - for standard input");
  }
  const summary = new Summary();
  const once = new Once();
  const { batches, total, isLarge } = open(sources, selection, summary, signal);
  const searcher = isLarge
    ? searchInThreads(search, Math.min(availableParallelism(), MAX_THREADS))
    : searchHere(search);
  const progress = new Progress(streams, total, quiet);
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

type Found = Parameters<Parameters<typeof runSearch>[2]>[0];

function takeNew({ rows, indexes, marks }: Found, once: Once, summary: Summary, take: TakeRow): boolean {
  for (let at = 0; at < indexes.length; at += 1) {
    if (!once.add(marks, at * MARKS)) summary.repeated += 1;
    else {
      summary.found += 1;
      if (!take(rows[indexes[at]!]!)) return false;
    }
  }
  return true;
}

interface Opened {
  readonly batches: Batches;
  /** Undefined where nobody knows before the end. */
  readonly total: number | undefined;
  readonly isLarge: boolean;
}

function open(sources: readonly string[], selection: Selection, summary: Summary, signal: AbortSignal): Opened {
  const local = sources.filter((source) => source !== "-");
  const { files, skipped, problems } = listFiles(local, selection);
  for (const problem of problems) summary.addProblem(problem);
  summary.skipped = skipped;
  const threads = Math.min(availableParallelism(), MAX_THREADS);
  const size = Math.max(1, Math.min(LARGEST_BATCH, Math.floor(files.length / (8 * threads))));
  return {
    batches: inBatches(files, size, sources.includes("-") ? signal : undefined),
    total: files.length + (sources.includes("-") ? 1 : 0),
    isLarge: files.length > FEW_FILES || sizeOf(files) > FEW_BYTES,
  };
}

async function* inBatches(
  files: readonly string[],
  size: number,
  input: AbortSignal | undefined,
): AsyncGenerator<LogFiles> {
  if (input) yield [{ name: "standard input", content: await readInput(input) }];
  for (let at = 0; at < files.length; at += size) yield files.slice(at, at + size).map((name) => ({ name }));
}

type LogFiles = Parameters<Searcher["search"]>[0];

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
