import { createHash, verify, type KeyObject } from "node:crypto";
import type { NamedDigest } from "../../../modules/log-keys";
import { isObject } from "../../framework/is-object";
import { parseLogFile, unpackLogFile, UnreadableLogFile } from "../log-file";
import type { Content, StoredFile } from "./store";

/** A log file as a digest names it. */
export interface LogReference {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the unpacked file, in lower-case hexadecimal. */
  readonly hash: string;
}

/** What a digest says of the one before it. */
export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  readonly hash: string;
}

/**
 * The content of a digest.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export interface DigestContent {
  /** In milliseconds. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** As it is written, and signed. */
  readonly endText: string;
  readonly bucket: string;
  readonly key: string;
  readonly fingerprint: string;
  /** Undefined in the first digest after logging has started. */
  readonly previous: PreviousDigest | undefined;
  /** In hexadecimal. */
  readonly previousSignature: string | undefined;
  readonly logs: readonly LogReference[];
}

/** A digest as it was read. */
export interface Digest {
  readonly file: StoredFile;
  readonly named: NamedDigest;
  /** Why it has no content. */
  readonly fault?: { readonly state: "missing" | "unreadable" | "changed"; readonly detail: string } | undefined;
  readonly content?: DigestContent | undefined;
  /** SHA-256 of the unpacked file. */
  readonly hash?: string | undefined;
  /** From the metadata of the object, in hexadecimal. A copy has none. */
  readonly signature?: string | undefined;
  /** When a backfill digest was made, in milliseconds. */
  readonly generatedAt?: number | undefined;
}

/** Takes a digest apart. Nothing is proven yet. */
export function readDigest(file: StoredFile, named: NamedDigest, bucket: string | undefined, content: Content): Digest {
  if ("fault" in content) return { file, named, fault: { state: content.fault, detail: content.detail } };
  const changed = (detail: string): Digest => ({ file, named, fault: { state: "changed", detail } });
  try {
    const json = unpackLogFile(content.bytes);
    const parsed = parseDigest(parseLogFile(json));
    if (typeof parsed === "string") return changed(parsed);
    if (parsed.key !== file.key || (bucket !== undefined && parsed.bucket !== bucket)) {
      return changed(`it is the digest s3://${parsed.bucket}/${parsed.key}`);
    }
    const { signature, "backfill-generation-timestamp": generated } = content.metadata ?? {};
    const generatedAt = generated === undefined ? undefined : Date.parse(generated);
    // The AWS CLI refuses it, too: CloudTrail writes both.
    if (named.isBackfill && signature !== undefined && !Number.isFinite(generatedAt)) {
      return changed("its metadata has no backfill-generation-timestamp");
    }
    const hash = createHash("sha256").update(json).digest("hex");
    return { file, named, content: parsed, hash, signature, generatedAt };
  } catch (error) {
    if (error instanceof UnreadableLogFile) return changed(error.message);
    if (error instanceof RangeError) return changed("its JSON nests too deeply");
    throw error;
  }
}

/** The content, or what is wrong with it. */
function parseDigest(json: Readonly<Record<string, unknown>>): DigestContent | string {
  const startsAt = timeOf(json["digestStartTime"]);
  const endsAt = timeOf(json["digestEndTime"]);
  const { digestEndTime, digestS3Bucket, digestS3Object, digestPublicKeyFingerprint, previousDigestSignature } = json;
  if (startsAt === undefined || endsAt === undefined) return "it has no digestStartTime or digestEndTime";
  if (!isText(digestS3Bucket) || !isText(digestS3Object)) return "it has no digestS3Bucket or digestS3Object";
  if (!isText(digestPublicKeyFingerprint)) return "it has no digestPublicKeyFingerprint";
  if (previousDigestSignature === undefined) return "it has no previousDigestSignature";
  if (previousDigestSignature !== null && !isText(previousDigestSignature))
    return "its previousDigestSignature is no text";
  const previous = previousOf(json);
  if (typeof previous === "string") return previous;
  const logs = logsOf(json["logFiles"]);
  if (typeof logs === "string") return logs;
  return {
    startsAt,
    endsAt,
    endText: String(digestEndTime),
    bucket: digestS3Bucket,
    key: digestS3Object,
    fingerprint: digestPublicKeyFingerprint,
    previous,
    previousSignature: previousDigestSignature ?? undefined,
    logs,
  };
}

function previousOf(json: Readonly<Record<string, unknown>>): PreviousDigest | undefined | string {
  const { previousDigestS3Bucket: bucket, previousDigestS3Object: key, previousDigestHashValue: hash } = json;
  if ((bucket ?? null) === null && (key ?? null) === null) return undefined;
  if (!isText(bucket) || !isText(key)) return "its previousDigestS3Bucket and previousDigestS3Object do not fit";
  if (!isHash(hash)) return "its previousDigestHashValue is no SHA-256";
  return { bucket, key, hash: hash.toLowerCase() };
}

function logsOf(list: unknown): LogReference[] | string {
  if ((list ?? null) === null) return [];
  if (!Array.isArray(list)) return "its logFiles is no list";
  const logs: LogReference[] = [];
  for (const [index, one] of (list as unknown[]).entries()) {
    if (!isObject(one)) return `its logFiles[${index}] is no object`;
    const { s3Bucket: bucket, s3Object: key, hashValue: hash, hashAlgorithm = "SHA-256" } = one;
    if (!isText(bucket) || !isText(key)) return `its logFiles[${index}] names no file`;
    if (!isHash(hash) || hashAlgorithm !== "SHA-256") return `its logFiles[${index}] has no SHA-256`;
    logs.push({ bucket, key, hash: hash.toLowerCase() });
  }
  return logs;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/i.test(value);
}

function timeOf(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** The text that CloudTrail signs. */
export function signedText({ endText, bucket, key, previousSignature }: DigestContent, hash: string): string {
  return `${endText}\n${bucket}/${key}\n${hash}\n${previousSignature ?? "null"}`;
}

/** Whether one of the keys has made the signature. */
export function isSignedBy(keys: readonly KeyObject[], text: string, signature: string): boolean {
  return keys.some((key) => {
    const length = ((key.asymmetricKeyDetails?.modulusLength ?? 2048) / 8) * 2;
    if (!/^[0-9a-f]+$/i.test(signature) || signature.length > length) return false;
    // A number, which may begin with zeros that are not written.
    return verify("RSA-SHA256", Buffer.from(text), key, Buffer.from(signature.padStart(length, "0"), "hex"));
  });
}

export function isSameSignature(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/^0+/, "");
  return plain(a) === plain(b);
}
