import { parentPort, workerData } from "node:worker_threads";
import { scanner, type LogFile, type Search } from "./scan";

/** The program of a thread: searches the files of each message, and answers with their reports. */
const scan = scanner(workerData as Search);
parentPort!.on("message", (files: readonly LogFile[]) => {
  const reports = files.map(scan);
  const buffers = reports.flatMap(({ indexes, marks }) => [indexes.buffer, marks.buffer] as ArrayBuffer[]);
  parentPort!.postMessage(reports, [...new Set(buffers)]);
});
