import { createHash } from "node:crypto";
import { timestamp } from "./record";
import type { SigningKey } from "./signing-key";

/** A log file in the list of a digest. */
export interface DigestedLog {
  readonly s3Bucket: string;
  readonly s3Object: string;
  readonly hashValue: string;
  readonly hashAlgorithm: "SHA-256";
  readonly newestEventTime: string;
  readonly oldestEventTime: string;
}

export interface WrittenDigest {
  readonly bucket: string;
  readonly object: string;
  readonly text: string;
  readonly signature: string;
  readonly end: Date;
}

export interface DigestInput {
  readonly account: string;
  readonly bucket: string;
  readonly object: string;
  readonly start: Date;
  readonly end: Date;
  readonly logs: readonly DigestedLog[];
  /** Undefined for the first digest of a chain. */
  readonly previous: WrittenDigest | undefined;
}

export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * A digest file as CloudTrail writes it. The signature covers its end time, its location, its hash and the previous
 * signature.
 */
export function makeDigest(input: DigestInput, key: SigningKey): WrittenDigest {
  const { account, bucket, object, start, end, logs, previous } = input;
  const times = logs.flatMap(({ oldestEventTime, newestEventTime }) => [oldestEventTime, newestEventTime]).sort();
  const text = JSON.stringify({
    awsAccountId: account,
    digestStartTime: timestamp(start),
    digestEndTime: timestamp(end),
    digestS3Bucket: bucket,
    digestS3Object: object,
    digestPublicKeyFingerprint: key.fingerprint,
    digestSignatureAlgorithm: "SHA256withRSA",
    newestEventTime: times.at(-1) ?? null,
    oldestEventTime: times[0] ?? null,
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.object ?? null,
    previousDigestHashValue: previous ? sha256(previous.text) : null,
    previousDigestHashAlgorithm: previous ? "SHA-256" : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logs,
  });
  const signed = [timestamp(end), `${bucket}/${object}`, sha256(text), previous?.signature ?? "null"].join("\n");
  return { bucket, object, text, signature: key.sign(signed), end };
}
