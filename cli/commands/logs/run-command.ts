import { interruptible, isReaderGone } from "../../framework/interrupt";
import type { Streams } from "../../framework/streams";
import type { Sink } from "./sink";
import type { Summary } from "./summary";

export interface Done {
  /** @default no log file was to be read */
  readonly summary?: Summary;
  /** For the terminal, besides those of the summary. */
  readonly notes: readonly string[];
  /** What makes the result doubtful, in lines that are never left out. @default nothing does */
  readonly doubts?: readonly string[];
  /** If every file could be read, and there are no doubts. */
  readonly status: number;
}

/** Runs a search that writes to a sink, says what is missing in the result, and returns the exit status. */
export function runCommand(
  { output, quiet }: { readonly output: string | undefined; readonly quiet: boolean },
  streams: Streams,
  open: () => Sink,
  work: (sink: Sink, signal: AbortSignal) => Promise<Done>,
): Promise<number> {
  const say = (lines: readonly string[]) => lines.forEach((line) => streams.err.write(`${line}\n`));
  return interruptible(
    () => undefined,
    async ({ signal, status: interruptStatus }) => {
      // Not before: a Ctrl-C must not leave the beginning of a file behind.
      const sink = open();
      try {
        const { summary, notes, doubts = [], status } = await work(sink, signal);
        sink.end();
        if (!quiet) say([...(summary?.notes() ?? []), ...notes]);
        say([...(summary?.problemLines() ?? []), ...doubts]);
        return (summary?.isComplete() ?? true) && doubts.length === 0 ? status : 2;
      } catch (error) {
        const status = interruptStatus();
        if (status === undefined) throw error;
        // A file that looks complete must be.
        if (output === undefined) sink.flush();
        if (!isReaderGone()) say(["interrupted: the result is incomplete"]);
        return status;
      } finally {
        sink.discard();
      }
    },
  );
}
