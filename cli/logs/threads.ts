import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { AnsweringThread } from "./answering-thread";
import { scanner, type LogFile, type Report, type Scan, type Search } from "./scan";

/** Searches files one batch after another, in any number of threads. */
export interface Searcher {
  /** Number of batches to have under way. */
  readonly width: number;
  readonly search: (files: readonly LogFile[]) => Promise<readonly Report[]>;
  /** Ends the threads, whatever they do. */
  readonly end: () => Promise<void>;
}

/** Searches in this thread: starting another takes longer than reading a few files. */
export function searchHere(search: Search): Searcher {
  return searchIn([new ThisThread(search)]);
}

/** Searches in this thread and others. Each gets its next batch before it has finished the last one. */
export function searchInThreads(search: Search, threads: number): Searcher {
  const others = Array.from({ length: threads - 1 }, () => otherThread(search));
  return searchIn([...others, new ThisThread(search)]);
}

function searchIn(threads: readonly Thread[]): Searcher {
  return {
    width: 2 * threads.length,
    search: (files) => threads.reduce((least, one) => (one.load < least.load ? one : least)).ask(files),
    end: async () => void (await Promise.all(threads.map((one) => one.end()))),
  };
}

interface Thread {
  /** Number of batches that wait. */
  readonly load: number;
  readonly ask: (files: readonly LogFile[]) => Promise<readonly Report[]>;
  readonly end: () => Promise<void>;
}

function otherThread(search: Search): Thread {
  return new AnsweringThread(join(__dirname, "thread.js"), search);
}

class ThisThread implements Thread {
  private readonly scan: Scan;
  load = 0;

  constructor(search: Search) {
    this.scan = scanner(search);
  }

  async ask(files: readonly LogFile[]): Promise<readonly Report[]> {
    this.load += 1;
    try {
      // Lets a Ctrl-C arrive, and reports of other threads.
      await setImmediate();
      return files.map(this.scan);
    } finally {
      this.load -= 1;
    }
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}
