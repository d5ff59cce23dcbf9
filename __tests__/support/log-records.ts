import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export const SAMPLES = join(__dirname, "..", "fixtures", "cloudtrail");

/** Paths of all sample files with records. */
export function sampleFiles(folder = SAMPLES): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sampleFiles(path);
    return /\.json(\.gz)?$/.test(name) ? [path] : [];
  });
}

/** The records of the samples, read without the code under test. */
export function sampleRecords(): Record<string, unknown>[] {
  return sampleFiles()
    .filter((path) => path.endsWith(".json"))
    .flatMap((path) => (JSON.parse(readFileSync(path, "utf8")) as { Records: Record<string, unknown>[] }).Records);
}

/** A log file as CloudTrail writes it, before it is packed. */
export function logFile(records: readonly object[]): Buffer {
  return Buffer.from(JSON.stringify({ Records: records }));
}

let ids = 0;

/** A record with the given fields, in CloudTrail's order, and an id of its own. */
export function record(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  ids += 1;
  return {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/alice", accessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    eventTime: "2026-03-01T10:00:00Z",
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    awsRegion: "eu-central-1",
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.15",
    requestParameters: null,
    responseElements: null,
    eventID: `00000000-0000-4000-a000-${String(ids).padStart(12, "0")}`,
    readOnly: true,
    recipientAccountId: "111122223333",
    ...fields,
  };
}
