import type { LogFile, Report } from "./scan";
import type { Searcher } from "./threads";

/** Files to search, in batches. */
export type Batches = AsyncIterable<readonly LogFile[]> | Iterable<readonly LogFile[]>;

/**
 * Searches all files, several at a time, and passes the reports on in the order of the files. Ends early where
 * `onReport` returns false. Throws if the signal is aborted.
 */
export async function runSearch(
  batches: Batches,
  { width, search, end }: Searcher,
  onReport: (report: Report) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const pending: Promise<readonly Report[]>[] = [];
  const takeOne = async (): Promise<boolean> => {
    const reports = await pending.shift()!;
    signal.throwIfAborted();
    return reports.every(onReport);
  };
  // Pending searches reject then.
  const stop = () => void end();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const batch of batches) {
      signal.throwIfAborted();
      const reports = search(batch);
      // A failure is reported when its turn comes.
      reports.catch(() => undefined);
      pending.push(reports);
      if (pending.length >= width && !(await takeOne())) return;
    }
    while (pending.length > 0) if (!(await takeOne())) return;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
