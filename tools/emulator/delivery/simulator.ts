import { gzipSync } from "node:zlib";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { s3At } from "../clients";
import { makeDigest, sha256 } from "./digest";
import { digestKey, logFileKey, type TrailNaming } from "./log-keys";
import type { CloudTrailRecord } from "./record";
import { selects } from "./selectors";
import type { SigningKey } from "./signing-key";
import type { Chain, Trails, TrailSettings, WatchedTrail } from "./trails";

export interface DeliveryTimes {
  /** From a call to its log file; CloudTrail takes about 5 minutes. */
  readonly logMilliseconds: number;
  /** From a log file to its digest; CloudTrail takes up to an hour. */
  readonly digestMilliseconds: number;
}

export const DELIVERY_TIMES: DeliveryTimes = { logMilliseconds: 3000, digestMilliseconds: 3000 };

/** Metadata on every object that the simulator writes, so that it is not taken for CloudTrail's. */
const LABEL = { "simulated-by": "cdktf-audit-trail" };

const TICK_MILLISECONDS = 250;

/** Delivers log files and digests for the emulator's trails; moto delivers none. */
export class DeliverySimulator {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly emulator: string,
    private readonly trails: Trails,
    private readonly key: SigningKey,
    private readonly times: DeliveryTimes,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.deliverAll().finally(() => this.timer && this.start());
    }, TICK_MILLISECONDS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private async deliverAll(): Promise<void> {
    for (const trail of [...this.trails.all]) {
      if (!this.hasWork(trail)) continue;
      try {
        await this.deliver(trail, await this.trails.settings(trail));
        trail.error = undefined;
      } catch (error) {
        trail.error = (error as Error).name;
      }
    }
  }

  private hasWork({ started, waiting, chains }: WatchedTrail): boolean {
    if (!started) return false;
    const oldest = waiting[0];
    return (
      chains.size === 0 ||
      (oldest && this.isDue(oldest.at)) ||
      [...chains.values()].some((one) => this.digestIsDue(one))
    );
  }

  private async deliver(trail: WatchedTrail, settings: TrailSettings): Promise<void> {
    const due = trail.waiting.splice(0, trail.waiting.filter(({ at }) => this.isDue(at)).length);
    if (!settings.logging) return;
    const s3 = s3At(this.emulator, trail.region, settings.credentials);
    try {
      if (settings.validation && trail.chains.size === 0) await this.writeDigest(s3, trail, settings, trail.region);
      const recorded = due.map(({ record }) => record).filter((record) => records(trail, settings, record));
      for (const region of new Set(recorded.map(({ awsRegion }) => awsRegion))) {
        await this.writeLog(
          s3,
          trail,
          settings,
          region,
          recorded.filter(({ awsRegion }) => awsRegion === region),
        );
      }
      for (const [region, chain] of trail.chains) {
        if (settings.validation && this.digestIsDue(chain)) await this.writeDigest(s3, trail, settings, region);
      }
    } finally {
      s3.destroy();
    }
  }

  private async writeLog(
    s3: S3Client,
    trail: WatchedTrail,
    settings: TrailSettings,
    region: string,
    recorded: readonly CloudTrailRecord[],
  ): Promise<void> {
    const now = new Date();
    const object = logFileKey(namingOf(trail, settings), region, now);
    const text = JSON.stringify({ Records: recorded });
    await put(s3, settings, object, text, LABEL);
    const times = recorded.map(({ eventTime }) => eventTime).sort();
    const chain = chainOf(trail, region);
    if (chain.logs.length === 0) chain.since = now;
    chain.logs.push({
      s3Bucket: settings.bucket,
      s3Object: object,
      hashValue: sha256(text),
      hashAlgorithm: "SHA-256",
      newestEventTime: times.at(-1)!,
      oldestEventTime: times[0]!,
    });
    chain.delivered = now;
  }

  private async writeDigest(s3: S3Client, trail: WatchedTrail, settings: TrailSettings, region: string): Promise<void> {
    const chain = chainOf(trail, region);
    const end = new Date();
    const object = digestKey(namingOf(trail, settings), region, end);
    const start = chain.last?.end ?? trail.started!;
    const { account } = trail;
    const input = { account, bucket: settings.bucket, object, start, end, logs: chain.logs, previous: chain.last };
    const digest = makeDigest(input, this.key);
    const signature = { signature: digest.signature, "signature-algorithm": "SHA256withRSA" };
    await put(s3, settings, object, digest.text, { ...LABEL, ...signature });
    chain.logs = [];
    chain.last = digest;
  }

  private isDue(at: Date): boolean {
    return Date.now() - at.getTime() >= this.times.logMilliseconds;
  }

  private digestIsDue({ logs, since, last }: Chain): boolean {
    const now = Date.now();
    // Their names must differ by at least a second.
    const apart = last === undefined || now - last.end.getTime() > 1000;
    return logs.length > 0 && apart && now - since.getTime() >= this.times.digestMilliseconds;
  }
}

function records(trail: WatchedTrail, { multiRegion, selectors }: TrailSettings, record: CloudTrailRecord): boolean {
  return (multiRegion || record.awsRegion === trail.region) && selects(selectors, record);
}

function chainOf({ chains }: WatchedTrail, region: string): Chain {
  const chain = chains.get(region) ?? { logs: [], since: new Date(), last: undefined, delivered: undefined };
  chains.set(region, chain);
  return chain;
}

function namingOf({ account, name, region }: WatchedTrail, { prefix }: TrailSettings): TrailNaming {
  return { account, name, homeRegion: region, prefix };
}

async function put(
  s3: S3Client,
  { bucket, keyArn }: TrailSettings,
  object: string,
  text: string,
  metadata: Record<string, string>,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: object,
      Body: gzipSync(text),
      ContentType: "application/json",
      ContentEncoding: "gzip",
      Metadata: metadata,
      // A trail without a key requests SSE-S3.
      ...(keyArn ? { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn } : { ServerSideEncryption: "AES256" }),
    }),
  );
}
