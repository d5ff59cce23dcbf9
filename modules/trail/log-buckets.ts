import { Token } from "cdktf";
import { isBucketNameOfAnyAge } from "../limits";
import type { Problem } from "../validation";
import type { S3DataEvents } from "./events";

/**
 * Buckets whose object calls must not be recorded: a record is written to the log bucket, which is a call,
 * which is recorded, and so on without end.
 */
export interface LogBuckets {
  /** ARN of S3's objects up to the bucket name: `arn:aws:s3:::`. */
  readonly arnPrefix: string;
  /** The bucket that the trail writes to. */
  readonly log: string;
  /** The folder in it: `[prefix/]AWSLogs/`. */
  readonly logFolder: string;
  /** Access-log, replica and state buckets. */
  readonly others: readonly string[];
}

/** ARN prefixes to record; `undefined` for every bucket. */
export function recordedPrefixes({ buckets }: S3DataEvents, { arnPrefix }: LogBuckets): string[] | undefined {
  if (buckets === "all") return undefined;
  return buckets.map((entry) => {
    const { bucket, prefix } = asPrefix(entry);
    return `${arnPrefix}${bucket}/${prefix}`;
  });
}

/**
 * ARN prefixes to leave out. Where the log bucket itself is among the recorded ones, as it is when data and logs
 * share a bucket, only its log folder is.
 */
export function excludedPrefixes({ buckets }: S3DataEvents, logBuckets: LogBuckets): string[] {
  const { arnPrefix, log, logFolder, others } = logBuckets;
  if (buckets === "all") return [log, ...others].map((bucket) => `${arnPrefix}${bucket}/`);
  const sharesLogBucket = buckets.some((entry) => asPrefix(entry).bucket === log);
  return sharesLogBucket ? [`${arnPrefix}${log}/${logFolder}`] : [];
}

/** Buckets named for recording that would feed back. */
export function feedbackProblems(option: string, { buckets }: S3DataEvents, logBuckets: LogBuckets): Problem[] {
  if (buckets === "all") return [];
  const named = buckets.map(asPrefix);
  const compared = [logBuckets.log, ...logBuckets.others, ...named.map(({ bucket }) => bucket)];
  if (compared.some((name) => Token.isUnresolved(name))) {
    return [`${option}.buckets must be comparable with the log buckets at synth, got a token`];
  }
  return named.map(({ bucket, prefix }) => {
    if (!isBucketNameOfAnyAge(bucket)) return `${option}.buckets must be bucket names, got "${bucket}"`;
    if (logBuckets.others.includes(bucket)) return `${option}.buckets must not name a log bucket, got "${bucket}"`;
    const insideLogs = bucket === logBuckets.log && prefix.startsWith(logBuckets.logFolder);
    return insideLogs && `${option}.buckets must not record the log files themselves, got "${bucket}/${prefix}"`;
  });
}

/** Basic selectors cannot leave anything out, so the log buckets must not be among the recorded ones. */
export function basicFeedbackProblems(option: string, { buckets }: S3DataEvents, { log }: LogBuckets): Problem[] {
  if (buckets === "all") {
    return [`${option}.buckets must be listed with basic selectors, got "all": they cannot leave out the log buckets`];
  }
  const named = buckets.some((entry) => asPrefix(entry).bucket === log);
  return [named && `${option}.buckets must not name the log bucket with basic selectors, got "${log}"`];
}

function asPrefix(entry: string | { bucket: string; prefix: string }): { bucket: string; prefix: string } {
  return typeof entry === "string" ? { bucket: entry, prefix: "" } : entry;
}
