import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { isGzip, LOG_FILE_LIMIT, UnreadableLogFile } from "./log-file";

/** Reads a file into a buffer of its own. Throws an `UnreadableLogFile` if it is none, or is larger than any log file. */
export function readWhole(path: string): Buffer {
  // A pipe that nobody writes to would block.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new UnreadableLogFile("not a file");
    const head = Buffer.alloc(2);
    readSync(file, head, 0, 2, 0);
    if (stats.size > (isGzip(head) ? LOG_FILE_LIMIT.packed : LOG_FILE_LIMIT.unpacked)) {
      throw new UnreadableLogFile("too large");
    }
    const bytes = Buffer.allocUnsafeSlow(stats.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, length);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
