import { parentPort, workerData } from "node:worker_threads";
import { trials, type Measured, type Share, type Survivor } from "./trials";

export interface WorkerInput {
  readonly measured: readonly Measured[];
  readonly share: Share;
}

/** One change tried. */
export interface WorkerReport {
  readonly environment: string;
  readonly survivor: Survivor | undefined;
}

function main({ measured, share }: WorkerInput): void {
  for (const one of measured) {
    for (const survivor of trials(one, share)) {
      parentPort?.postMessage({ environment: one.name, survivor } satisfies WorkerReport);
    }
  }
}

main(workerData as WorkerInput);
