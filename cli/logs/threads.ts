import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
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
  const others = Array.from({ length: threads - 1 }, () => new OtherThread(search));
  return searchIn([...others, new ThisThread(search)]);
}

function searchIn(threads: readonly Thread[]): Searcher {
  return {
    width: 2 * threads.length,
    search: (files) => threads.reduce((least, one) => (one.load < least.load ? one : least)).search(files),
    end: async () => void (await Promise.all(threads.map((one) => one.end()))),
  };
}

interface Thread {
  /** Number of batches that wait. */
  readonly load: number;
  readonly search: (files: readonly LogFile[]) => Promise<readonly Report[]>;
  readonly end: () => Promise<void>;
}

class ThisThread implements Thread {
  private readonly scan: Scan;
  load = 0;

  constructor(search: Search) {
    this.scan = scanner(search);
  }

  async search(files: readonly LogFile[]): Promise<readonly Report[]> {
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

/** A thread has its own heap, which V8 would let grow as if memory were free. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16 };

interface Waiting {
  readonly resolve: (reports: readonly Report[]) => void;
  readonly reject: (error: Error) => void;
}

class OtherThread implements Thread {
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
