import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { scanner, type LogFile, type Report, type Search } from "./scan";

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
  const scan = scanner(search);
  return {
    width: 1,
    search: async (files) => {
      // Lets a Ctrl-C arrive.
      await setImmediate();
      return files.map(scan);
    },
    end: () => Promise.resolve(),
  };
}

/** A thread has its own heap, which V8 would let grow as if memory were free. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16 };

/** Searches in threads. Each gets its next batch before it has finished the last one. */
export function searchInThreads(search: Search, threads: number): Searcher {
  const all = Array.from({ length: threads }, () => new Thread(search));
  return {
    width: 2 * threads,
    search: (files) => all.reduce((least, one) => (one.load < least.load ? one : least)).search(files),
    end: async () => void (await Promise.all(all.map((one) => one.end()))),
  };
}

interface Waiting {
  readonly resolve: (reports: readonly Report[]) => void;
  readonly reject: (error: Error) => void;
}

class Thread {
  private readonly worker: Worker;
  /** A thread answers in order. */
  private readonly waiting: Waiting[] = [];

  constructor(search: Search) {
    this.worker = new Worker(join(__dirname, "thread.js"), { workerData: search, resourceLimits: RESOURCE_LIMITS });
    this.worker.on("message", (reports: readonly Report[]) => this.waiting.shift()!.resolve(reports));
    this.worker.on("error", (error: Error) => this.fail(error));
    this.worker.on("exit", () => this.fail(new Error("the thread has ended")));
  }

  get load(): number {
    return this.waiting.length;
  }

  search(files: readonly LogFile[]): Promise<readonly Report[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(files);
    });
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
