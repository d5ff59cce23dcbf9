import { createHash, createPublicKey, verify } from "node:crypto";
import { makeDigest, type DigestInput, type WrittenDigest } from "../../../../tools/emulator/delivery/digest";
import { digestKey, logFileKey } from "../../../../tools/emulator/delivery/log-keys";
import { makeSigningKey } from "../../../../tools/emulator/delivery/signing-key";

const key = makeSigningKey();
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const log = {
  s3Bucket: "logs",
  s3Object: "AWSLogs/111122223333/CloudTrail/a.json.gz",
  hashValue: sha256("log"),
  hashAlgorithm: "SHA-256",
  newestEventTime: "2025-01-31T10:20:00Z",
  oldestEventTime: "2025-01-31T10:10:00Z",
} as const;

const digest = (fields: Partial<DigestInput> = {}) =>
  makeDigest(
    {
      account: "111122223333",
      bucket: "logs",
      object: "AWSLogs/digest.json.gz",
      start: new Date("2025-01-31T10:00:00Z"),
      end: new Date("2025-01-31T11:00:00.900Z"),
      logs: [],
      previous: undefined,
      ...fields,
    },
    key,
  );

const read = ({ text }: WrittenDigest) => JSON.parse(text) as Record<string, unknown>;

/** As a reader does it, from the public key that ListPublicKeys gives. */
function holds({ bucket, object, text, signature }: WrittenDigest, previousSignature: string): boolean {
  const publicKey = createPublicKey({ key: key.der, format: "der", type: "pkcs1" });
  const signed = `2025-01-31T11:00:00Z\n${bucket}/${object}\n${sha256(text)}\n${previousSignature}`;
  return verify("RSA-SHA256", Buffer.from(signed), publicKey, Buffer.from(signature, "hex"));
}

test("the first digest of a chain is signed over null and names none before it", () => {
  const first = digest();
  expect(holds(first, "null")).toBe(true);
  expect(read(first)).toMatchObject({
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestSignature: null,
    previousDigestHashValue: null,
    newestEventTime: null,
    logFiles: [],
  });
});

test("the next one is signed over the signature before it, and names and hashes its file", () => {
  const first = digest({ object: "AWSLogs/first.json.gz" });
  const second = digest({ previous: first, logs: [log] });
  expect(holds(second, first.signature)).toBe(true);
  expect(holds(second, "null")).toBe(false);
  expect(read(second)).toMatchObject({
    previousDigestS3Bucket: "logs",
    previousDigestS3Object: "AWSLogs/first.json.gz",
    previousDigestSignature: first.signature,
    previousDigestHashValue: sha256(first.text),
    previousDigestHashAlgorithm: "SHA-256",
  });
});

test("a digest tells what it covers and which key signed it", () => {
  expect(read(digest({ logs: [log] }))).toMatchObject({
    awsAccountId: "111122223333",
    digestStartTime: "2025-01-31T10:00:00Z",
    digestEndTime: "2025-01-31T11:00:00Z",
    digestS3Bucket: "logs",
    digestS3Object: "AWSLogs/digest.json.gz",
    digestPublicKeyFingerprint: key.fingerprint,
    digestSignatureAlgorithm: "SHA256withRSA",
    oldestEventTime: "2025-01-31T10:10:00Z",
    newestEventTime: "2025-01-31T10:20:00Z",
    logFiles: [log],
  });
});

test("a changed digest does not hold", () => {
  const { text, ...rest } = digest({ logs: [log] });
  expect(holds({ ...rest, text: text.replace("logFiles", "logfiles") }, "null")).toBe(false);
});

describe("places", () => {
  const trail = { account: "111122223333", name: "main", homeRegion: "eu-central-1", prefix: undefined };
  const at = new Date("2025-01-31T23:59:58Z");

  test("log files lie by account, Region and day of delivery", () => {
    expect(logFileKey(trail, "us-east-1", at)).toMatch(
      /^AWSLogs\/111122223333\/CloudTrail\/us-east-1\/2025\/01\/31\/111122223333_CloudTrail_us-east-1_20250131T2359Z_[A-Za-z0-9]{16}\.json\.gz$/,
    );
  });

  test("no two log files have the same name", () => {
    expect(new Set(Array.from({ length: 50 }, () => logFileKey(trail, "us-east-1", at))).size).toBe(50);
  });

  test("digests name their Region, the trail and its home", () => {
    expect(digestKey(trail, "us-east-1", at)).toBe(
      "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2025/01/31/111122223333_CloudTrail-Digest_us-east-1_main_eu-central-1_20250131T235958Z.json.gz",
    );
  });

  test("a prefix stands before all", () => {
    const prefixed = { ...trail, prefix: "audit/logs" };
    expect(logFileKey(prefixed, "us-east-1", at)).toMatch(/^audit\/logs\/AWSLogs\//);
    expect(digestKey(prefixed, "us-east-1", at)).toMatch(/^audit\/logs\/AWSLogs\//);
  });
});
