import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { gzipSync } from "node:zlib";
import { dayFolder, digestNamePrefix, minuteStamp, namePrefix, secondStamp } from "../../modules/log-keys";
import type { FakeObject } from "./fake-s3";

export const BUCKET = "logs";
export const TRAIL = "audit";
export const HOUR_MS = 60 * 60_000;
export const FINGERPRINT = "31e8b5433410dfb61a9dc45cc65b22ff";

/** CloudTrail's key, as far as a test knows. */
export function signingKey() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { privateKey, value: publicKey.export({ format: "der", type: "pkcs1" }).toString("base64") };
}

export interface SignedTrailOptions {
  readonly key: KeyObject;
  readonly account?: string;
  readonly region?: string;
  /** The trail's name. */
  readonly trail?: string;
  /** End of the first digest's hour. */
  readonly start?: Date;
  readonly hours?: number;
  readonly logsPerHour?: number;
  readonly prefix?: string;
  readonly bucket?: string;
  readonly organizationId?: string;
  /** Hours, counted from 0, without logging: the next digest begins a new chain. */
  readonly off?: readonly number[];
  /** Records of a log file. */
  readonly records?: (at: Date) => readonly object[];
}

export interface SignedTrail {
  /** By key, in the order of writing. */
  readonly objects: Map<string, FakeObject>;
  readonly logs: string[];
  readonly digests: string[];
  /** End of the last digest. */
  readonly end: Date;
}

/** Log files and digests as CloudTrail writes them, with metadata. */
export function signedTrail({
  key,
  account = "111122223333",
  region = "eu-central-1",
  trail = TRAIL,
  start = new Date("2026-03-01T01:00:00Z"),
  hours = 10,
  logsPerHour = 4,
  prefix,
  bucket = BUCKET,
  organizationId,
  off = [],
  records = (at) => [recordAt(at, region, account)],
}: SignedTrailOptions): SignedTrail {
  const layout = { prefix, organizationId };
  const objects = new Map<string, FakeObject>();
  const logs: string[] = [];
  const digests: string[] = [];
  let previous: Previous | undefined;
  for (let hour = 0; hour < hours; hour += 1) {
    const end = new Date(start.getTime() + hour * HOUR_MS);
    const begin = new Date(end.getTime() - HOUR_MS);
    const inHour = Array.from({ length: logsPerHour }, (_, index) => {
      const at = new Date(begin.getTime() + ((index * 60) / logsPerHour) * 60_000);
      const source = { account, kind: "CloudTrail", region } as const;
      const name = `${namePrefix(source)}${minuteStamp(at)}_${String(hour)}x${index}.json.gz`;
      const logKey = `${dayFolder(layout, source, at)}${name}`;
      const json = JSON.stringify({ Records: records(at) });
      objects.set(logKey, { bytes: gzipSync(json), modified: new Date(at.getTime() + 7 * 60_000) });
      logs.push(logKey);
      return { key: logKey, hash: hashOf(json) };
    });
    if (off.includes(hour)) {
      previous = undefined;
      continue;
    }
    const source = { account, kind: "CloudTrail-Digest", region } as const;
    const digestKey = `${dayFolder(layout, source, end)}${digestNamePrefix(source, trail, region)}${secondStamp(end)}.json.gz`;
    const digest = signDigest({ key, account, digestKey, begin, end, logs: inHour, previous, bucket });
    objects.set(digestKey, digest.object);
    digests.push(digestKey);
    previous = { key: digestKey, hash: digest.hash, signature: digest.signature };
  }
  return { objects, logs, digests, end: new Date(start.getTime() + (hours - 1) * HOUR_MS) };
}

function recordAt(at: Date, awsRegion: string, recipientAccountId: string) {
  const stamp = at.toISOString();
  return {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${recipientAccountId}:user/alice` },
    eventTime: stamp.replace(".000", ""),
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    awsRegion,
    eventID: `00000000-0000-4000-a000-${stamp.replace(/\D/g, "").slice(2, 14)}`,
    readOnly: true,
    recipientAccountId,
  };
}

interface Previous {
  readonly key: string;
  readonly hash: string;
  readonly signature: string;
  /** @default that of the digest */
  readonly bucket?: string;
}

export interface DigestOptions {
  readonly key: KeyObject;
  readonly account: string;
  readonly digestKey: string;
  readonly begin: Date;
  readonly end: Date;
  readonly logs: readonly { readonly key: string; readonly hash: string }[];
  readonly previous: Previous | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
  /** @default the bucket of all tests */
  readonly bucket?: string;
}

/** One digest with its signature. */
export function signDigest(options: DigestOptions) {
  const { key, account, digestKey, begin, end, logs, previous, metadata, bucket = BUCKET } = options;
  const iso = (at: Date) => at.toISOString().replace(".000", "");
  const json = JSON.stringify({
    awsAccountId: account,
    digestStartTime: iso(begin),
    digestEndTime: iso(end),
    digestS3Bucket: bucket,
    digestS3Object: digestKey,
    digestPublicKeyFingerprint: FINGERPRINT,
    digestSignatureAlgorithm: "SHA256withRSA",
    newestEventTime: iso(end),
    oldestEventTime: iso(begin),
    previousDigestS3Bucket: previous ? (previous.bucket ?? bucket) : null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? "SHA-256" : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logs.map(({ key: s3Object, hash }) => ({
      s3Bucket: bucket,
      s3Object,
      hashValue: hash,
      hashAlgorithm: "SHA-256",
      newestEventTime: iso(end),
      oldestEventTime: iso(begin),
    })),
  });
  const hash = hashOf(json);
  const text = `${iso(end)}\n${bucket}/${digestKey}\n${hash}\n${previous?.signature ?? "null"}`;
  const signature = sign("RSA-SHA256", Buffer.from(text), key).toString("hex");
  const object: FakeObject = {
    bytes: gzipSync(json),
    metadata: { signature, "signature-algorithm": "SHA256withRSA", ...metadata },
    modified: new Date(end.getTime() + 5 * 60_000),
  };
  return { object, hash, signature };
}

export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
