import type { _Object } from "@aws-sdk/client-s3";
import { AwsFailure } from "../../aws/errors";
import type { Context } from "./context";
import type { Expectations } from "./expected";
import { logFolders } from "./folders";
import { LOG_FILE_LIMIT, unpackLogFile, UnreadableLogFile, type RawRecord } from "../../logs/log-file";
import { matchesIn } from "../../logs/matching";

/** AWS's clock may be behind: an object of the run may seem older than the run. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Reads each new log file once, and passes its records on. */
export class LogReader {
  filesRead = 0;
  /** Completed rounds. */
  looks = 0;
  readonly unreadable: { readonly file: string; readonly why: string }[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly context: Context,
    private readonly expected: Expectations,
  ) {}

  /** One round through the folders. The next round retries a file that could not be read. */
  async look(): Promise<void> {
    const { target, connection, since, clock } = this.context;
    const regions = [connection.bucketRegion, target.environment.trail.region];
    for (const folder of logFolders(target.environment, connection.account, regions, since, clock())) {
      for (const object of await this.list(folder)) {
        await this.read(object);
        this.seen.add(object.Key!);
      }
    }
    this.looks += 1;
  }

  private async list({ prefix, startAfter }: { prefix: string; startAfter: string }): Promise<_Object[]> {
    const { connection, target, since, signal } = this.context;
    const Bucket = target.environment.logBucket.name;
    const found = await connection.logs.list({ Bucket, Prefix: prefix, StartAfter: startAfter }, signal);
    const oldest = since.getTime() - CLOCK_SKEW_MS;
    return found.filter(
      ({ Key, LastModified }) =>
        Key?.endsWith(".json.gz") && !this.seen.has(Key) && (LastModified?.getTime() ?? 0) >= oldest,
    );
  }

  private async read(object: _Object): Promise<void> {
    const { connection, target, signal, clock } = this.context;
    const file = object.Key!;
    const input = { Bucket: target.environment.logBucket.name, Key: file };
    try {
      const { bytes: packed, metadata, modified } = await connection.logs.get(input, LOG_FILE_LIMIT.packed, signal);
      if (!packed) throw new UnreadableLogFile("too large");
      this.filesRead += 1;
      this.expected.take(recordsWith(packed, this.expected.needles), {
        logFile: file,
        simulatedBy: metadata["simulated-by"],
        deliveredAt: (object.LastModified ?? modified ?? clock()).toISOString(),
        foundAt: clock().toISOString(),
      });
    } catch (error) {
      if (error instanceof UnreadableLogFile) this.unreadable.push({ file, why: error.message });
      // Deleted since it was listed.
      else if (!(error instanceof AwsFailure && error.kind === "missing")) throw error;
    }
  }
}

/** The records of a log file that contain one of these texts, and perhaps others. */
export function recordsWith(packed: Uint8Array, needles: readonly string[]): RawRecord[] {
  return matchesIn(unpackLogFile(packed), [{ needles, test: () => true }]).map(({ record }) => record);
}
