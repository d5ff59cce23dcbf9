import { addAbortSignal } from "node:stream";
import { UserError } from "../../framework/user-error";
import { LOG_FILE_LIMIT } from "../../logs/log-file";

let known: Promise<Buffer> | undefined;

/** Standard input as one file, however often it is searched. Throws a `UserError` for more than any log file has. */
export function readInput(signal: AbortSignal): Promise<Buffer> {
  known ??= readOnce(signal);
  return known;
}

async function readOnce(signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of addAbortSignal(signal, process.stdin)) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > LOG_FILE_LIMIT.unpacked) throw new UserError("standard input is longer than 256 MB; give files instead");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
