import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AnsweringThread } from "../answering-thread";
import { UnreadableLogFile } from "../log-file";
import { hashOrReason, type Hashed } from "./log-hash";

/** Packed bytes that this thread hashes before others are started: starting one takes as long. */
const FEW_BYTES = 4 * 1024 * 1024;
/** Files that may wait for a thread. It must not run out of them while this one hashes the others that have arrived. */
const MOST_WAITING = 12;
/** More threads wait for the files. */
const MAX_THREADS = 7;

type HashThread = AnsweringThread<Uint8Array, ReturnType<typeof hashOrReason>>;

/** Hashes log files. Where there are many, other threads hash most of them, while this one reads the next. */
export class Hasher {
  private bytes = 0;
  private threads: readonly HashThread[] | undefined;

  /** Throws an `UnreadableLogFile`. */
  async hash(packed: Uint8Array): Promise<Hashed> {
    this.bytes += packed.length;
    const thread = this.bytes > FEW_BYTES ? this.leastBusy() : undefined;
    const isHere = thread === undefined || thread.load >= MOST_WAITING;
    const hashed = isHere ? hashOrReason(packed) : await thread.ask(packed);
    if (typeof hashed === "string") throw new UnreadableLogFile(hashed);
    return hashed;
  }

  private leastBusy(): HashThread | undefined {
    const number = Math.min(availableParallelism() - 1, MAX_THREADS);
    this.threads ??= Array.from({ length: number }, () => new AnsweringThread(join(__dirname, "hash-thread.js")));
    return [...this.threads].sort((one, other) => one.load - other.load)[0];
  }

  async end(): Promise<void> {
    await Promise.all((this.threads ?? []).map((one) => one.end()));
  }
}
