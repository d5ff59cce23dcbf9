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

async function main({ measured, share }: WorkerInput): Promise<void> {
  for (const one of measured) {
    for await (const survivor of trials(one, share)) {
      parentPort?.postMessage({ environment: one.name, survivor } satisfies WorkerReport);
    }
  }
}

void main(workerData as WorkerInput);
