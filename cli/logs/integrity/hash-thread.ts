import { parentPort } from "node:worker_threads";
import { hashOrReason } from "./log-hash";

/** The program of a thread: hashes the log file in each message. */
parentPort!.on("message", (packed: Uint8Array) => parentPort!.postMessage(hashOrReason(packed)));
