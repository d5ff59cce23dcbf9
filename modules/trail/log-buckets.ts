import { Token } from "cdktf";
import { isBucketNameOfAnyAge } from "../limits/formats";
import type { Problem } from "../validation";
import type { RecordedBucket, S3DataEvents } from "./events";

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
  return isList(buckets) ? prefixes(buckets, arnPrefix) : undefined;
}

/**
 * ARN prefixes to leave out. If the log bucket itself is recorded, because data and logs share a bucket, only its log
 * folder is left out.
 */
export function excludedPrefixes({ buckets }: S3DataEvents, logBuckets: LogBuckets): string[] {
  const { arnPrefix, log, logFolder, others } = logBuckets;
  if (!isList(buckets)) {
    const named = buckets === "all" ? [] : prefixes(buckets.allBut, arnPrefix);
    return [...new Set([...[log, ...others].map((bucket) => `${arnPrefix}${bucket}/`), ...named])];
  }
  const sharesLogBucket = buckets.some((entry) => asPrefix(entry).bucket === log);
  return sharesLogBucket ? [`${arnPrefix}${log}/${logFolder}`] : [];
}

/** Buckets listed for recording that would cause a feedback loop. */
export function feedbackProblems(option: string, { buckets }: S3DataEvents, logBuckets: LogBuckets): Problem[] {
  if (buckets === "all") return [];
  const named = (isList(buckets) ? buckets : buckets.allBut).map(asPrefix);
  const path = isList(buckets) ? `${option}.buckets` : `${option}.buckets.allBut`;
  const compared = [logBuckets.log, ...logBuckets.others, ...named.map(({ bucket }) => bucket)];
  if (isList(buckets) && compared.some((name) => Token.isUnresolved(name))) {
    return [`${path} must be known at synth, to be compared with the log buckets, got a token`];
  }
  const malformed = named.map(
    ({ bucket }) =>
      !Token.isUnresolved(bucket) && !isBucketNameOfAnyAge(bucket) && `${path} must be bucket names, got "${bucket}"`,
  );
  if (!isList(buckets) || malformed.some(Boolean)) return malformed;
  return named.map(({ bucket, prefix }) => {
    if (logBuckets.others.includes(bucket)) return `${path} must not name a log bucket, got "${bucket}"`;
    const insideLogs = bucket === logBuckets.log && prefix.startsWith(logBuckets.logFolder);
    return insideLogs && `${path} must not record the log files themselves, got "${bucket}/${prefix}"`;
  });
}

/** Basic selectors cannot leave anything out, so the log buckets must not be among the recorded ones. */
export function basicFeedbackProblems(option: string, { buckets }: S3DataEvents, { log }: LogBuckets): Problem[] {
  if (!isList(buckets)) {
    const got = buckets === "all" ? '"all"' : "allBut";
    return [`${option}.buckets must be listed with basic selectors, got ${got}: they cannot leave out the log buckets`];
  }
  const named = buckets.some((entry) => asPrefix(entry).bucket === log);
  return [named && `${option}.buckets must not name the log bucket with basic selectors, got "${log}"`];
}

export function isList(buckets: S3DataEvents["buckets"]): buckets is readonly RecordedBucket[] {
  return Array.isArray(buckets);
}

function prefixes(buckets: readonly RecordedBucket[], arnPrefix: string): string[] {
  return buckets.map((entry) => {
    const { bucket, prefix } = asPrefix(entry);
    return `${arnPrefix}${bucket}/${prefix}`;
  });
}

/** A bucket resource whose name AWS generates has no name at synth: its empty name is refused. */
function asPrefix(entry: RecordedBucket): { readonly bucket: string; readonly prefix: string } {
  if (typeof entry === "string") return { bucket: entry, prefix: "" };
  if ("prefix" in entry) return entry;
  return {
    bucket: "bucketName" in entry ? entry.bucketName : ("bucketInput" in entry && entry.bucketInput) || "",
    prefix: "",
  };
}
