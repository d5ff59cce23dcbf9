import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { inParallel } from "../../cli/framework/pool";
import type { Measured } from "./trials";
import type { WorkerInput, WorkerReport } from "./worker";

/** Tries every change, divided among threads. Rejects if a change cannot be evaluated. */
export async function runThreads(
  measured: readonly Measured[],
  threads: number,
  onReport: (report: WorkerReport) => void,
): Promise<void> {
  const run = (first: number) =>
    new Promise<void>((resolve, reject) => {
      const input: WorkerInput = { measured, share: { first, every: threads } };
      const worker = new Worker(join(__dirname, "worker.js"), { workerData: input });
      worker.on("message", onReport);
      worker.on("error", reject);
      worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with status ${code}`))));
    });
  await inParallel([...Array(threads).keys()], threads, run);
}
