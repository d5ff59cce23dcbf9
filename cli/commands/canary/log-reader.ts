import { GetObjectCommand, ListObjectsV2Command, type _Object } from "@aws-sdk/client-s3";
import { isMissing, limited, readBounded } from "./calls";
import type { Context } from "./context";
import type { Expectations } from "./expected";
import { logFolders } from "./folders";
import { LOG_FILE_LIMIT, recordsIn, unpackLogFile, UnreadableLogFile, type RawRecord } from "../../logs/log-file";

/** By AWS's clock an object that is not older than the run may look so by this one. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Reads each new log file once, and hands its records on. */
export class LogReader {
  filesRead = 0;
  /** Rounds that came to their end. */
  looks = 0;
  readonly unreadable: { readonly file: string; readonly why: string }[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly context: Context,
    private readonly expected: Expectations,
  ) {}

  /** One round through the folders. A file that could not be fetched is tried again in the next. */
  async look(): Promise<void> {
    const { target, connect, since, clock } = this.context;
    const regions = [connect.bucketRegion, target.environment.trail.region];
    for (const folder of logFolders(target.environment, connect.account, regions, since, clock())) {
      for (const object of await this.list(folder)) {
        await this.read(object);
        this.seen.add(object.Key!);
      }
    }
    this.looks += 1;
  }

  private async list({ prefix, startAfter }: { prefix: string; startAfter: string }): Promise<_Object[]> {
    const { connect, target, since, signal } = this.context;
    const bucket = target.environment.logBucket.name;
    const found: _Object[] = [];
    let token: string | undefined;
    do {
      const query = { Bucket: bucket, Prefix: prefix, StartAfter: startAfter, ContinuationToken: token };
      const page = await connect.reader.s3.send(new ListObjectsV2Command(query), limited(signal));
      found.push(...(page.Contents ?? []));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    const oldest = since.getTime() - CLOCK_SKEW_MS;
    return found.filter(
      ({ Key, LastModified }) =>
        Key?.endsWith(".json.gz") && !this.seen.has(Key) && (LastModified?.getTime() ?? 0) >= oldest,
    );
  }

  private async read(object: _Object): Promise<void> {
    const { connect, target, signal, clock } = this.context;
    const file = object.Key!;
    try {
      const command = new GetObjectCommand({ Bucket: target.environment.logBucket.name, Key: file });
      const answer = await connect.reader.s3.send(command, limited(signal));
      const body = answer.Body as AsyncIterable<Uint8Array>;
      const packed = await readBounded(body, LOG_FILE_LIMIT.packed, limited(signal).abortSignal);
      if (!packed) throw new UnreadableLogFile("too large");
      this.filesRead += 1;
      this.expected.take(recordsWith(packed, this.expected.needles), {
        logFile: file,
        simulatedBy: answer.Metadata?.["simulated-by"],
        deliveredAt: (object.LastModified ?? answer.LastModified ?? clock()).toISOString(),
        foundAt: clock().toISOString(),
      });
    } catch (error) {
      if (error instanceof UnreadableLogFile) this.unreadable.push({ file, why: error.message });
      // Taken away since it was listed.
      else if (!isMissing(error)) throw error;
    }
  }
}

/**
 * The records of a log file that holds one of these texts; none, unparsed, of one that does not, since parsing takes four
 * times as long as all the rest. The texts must be letters, digits, dashes and underscores, which CloudTrail writes as
 * they are.
 */
export function recordsWith(packed: Uint8Array, needles: readonly string[]): RawRecord[] {
  const json = unpackLogFile(packed);
  return needles.some((needle) => json.includes(needle)) ? recordsIn(json) : [];
}
