import { parentPort, workerData } from "node:worker_threads";
import { scanner, type LogFile, type Search } from "./scan";

/** The program of a thread: searches the files of each message, and answers with their reports. */
const scan = scanner(workerData as Search);
parentPort!.on("message", (files: readonly LogFile[]) => {
  const reports = files.map(scan);
  const arrays = reports.flatMap(({ numbers, marks }) => (numbers ? [numbers, marks] : [marks]));
  parentPort!.postMessage(
    reports,
    arrays.map(({ buffer }) => buffer as ArrayBuffer),
  );
});
