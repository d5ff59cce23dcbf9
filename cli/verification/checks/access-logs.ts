import type { _Object } from "@aws-sdk/client-s3";
import { parseArn } from "../../../modules/policy";
import type { Bucket, Environment } from "../../model/environment";
import { ofType } from "../../model/resources";
import { count } from "../../render/count";
import { showAge } from "../../render/time";
import { pass, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { isNamed } from "./identities";

/** Every access log of the period is read. */
const TIMEOUT_MS = 60 * 60_000;
/** S3 writes small files. */
const MOST_BYTES = 64 * 1024 * 1024;
const AT_ONCE = 8;

/** Who read log files, from S3's access logs. Only on request, because every access log of the period is read. */
export function accessLogChecks(environment: Environment, ageMs: number): Check[] {
  const { accessLogBucket } = environment;
  if (accessLogBucket === undefined) return [];
  return [
    {
      id: "logs.reads",
      group: "Logs",
      title: `who read log files in the last ${showAge(ageMs)}, by S3's access logs`,
      expected: "only roles and users of the configured policies",
      controls: ["access-named-principals"],
      needs: "bucket.region",
      timeoutMs: TIMEOUT_MS,
      run: (context) =>
        context.emulated
          ? Promise.resolve({ state: "not enforced", found: "an emulator writes no access logs" })
          : readers(context, accessLogBucket, ageMs),
    },
  ];
}

async function readers(context: Context, bucket: Bucket, ageMs: number): Promise<Finding> {
  const { environment, now } = context;
  const from = now.getTime() - ageMs;
  const files = await filesSince(context, bucket, from);
  const reads = new Map<string, number>();
  for (let index = 0; index < files.length; index += AT_ONCE) {
    const texts = await Promise.all(files.slice(index, index + AT_ONCE).map((file) => textOf(context, bucket, file)));
    for (const caller of texts.flatMap((text) => readersIn(text, environment, from))) {
      reads.set(caller, (reads.get(caller) ?? 0) + 1);
    }
  }
  const callers = [...reads.keys()].sort();
  const source = `in ${count(files.length, "access log")}`;
  if (callers.length === 0) return pass(`nobody, ${source}`);
  const found = `${callers.map((caller) => `${caller} (${reads.get(caller)})`).join("; ")}, ${source}`;
  const strangers = callers.filter((caller) => !isNamed(environment, caller));
  if (strangers.length === 0) return pass(found);
  return { state: "warn", found, details: strangers.map((caller) => `no configured policy names ${caller}`) };
}

/** By when they were written, which is after the requests in them: a prefix may contain partitions, by date or not. */
async function filesSince({ aws, environment, signal }: Context, { account, region, name }: Bucket, from: number) {
  const logging = ofType(environment, "aws_s3_bucket_logging").find(
    ({ values }) => values["bucket"] === environment.logBucket.name,
  );
  const Prefix = String(logging?.values["target_prefix"] ?? "");
  const files = await aws({ account, region }).files.list({ Bucket: name, Prefix }, signal);
  return files.filter(({ LastModified }) => LastModified !== undefined && LastModified.getTime() >= from);
}

async function textOf({ aws, signal }: Context, bucket: Bucket, { Key }: _Object): Promise<string> {
  const { bytes } = await aws(bucket).files.get({ Bucket: bucket.name, Key: Key! }, MOST_BYTES, signal);
  return bytes?.toString("utf8") ?? "";
}

/**
 * The owner, the bucket, the time, the address, the requester, the id, the operation, the key, the request and its status.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
const LINE = /^\S+ (\S+) \[([^\]]+)\] \S+ (\S+) \S+ (\S+) \S+ "(?:\S+ \S+ \S+|-)" (\d+) /;

const READS = /\.GET\.OBJECT(_TORRENT)?$|\.COPY\.(OBJECT|PART)_GET$/;

/** The callers of all successful reads, each as often as it read. */
function readersIn(text: string, environment: Environment, from: number): string[] {
  return text.split("\n").flatMap((line) => {
    const [, bucket, time = "", requester = "", operation = "", status = ""] = LINE.exec(line) ?? [];
    const isRead = bucket === environment.logBucket.name && READS.test(operation) && /^2/.test(status);
    return isRead && timeOf(time) >= from ? [callerOf(requester, environment)] : [];
  });
}

/** `06/Feb/2026:00:00:38 +0000` */
function timeOf(text: string): number {
  return Date.parse(text.replace(/^(\d+)\/(\w+)\/(\d+):/, "$1 $2 $3 "));
}

/** The role of a session, which names no path; `-` is an unsigned request. */
function callerOf(requester: string, { identities }: Environment): string {
  if (requester === "-") return "anonymous";
  const { account, resource = "" } = parseArn(requester) ?? {};
  const [, role] = /^assumed-role\/([^/]+)\//.exec(resource) ?? [];
  if (role === undefined) return requester;
  const known = identities.find(({ arn }) => {
    const own = parseArn(arn);
    return own?.account === account && own?.resource.startsWith("role/") && own.resource.endsWith(`/${role}`);
  });
  return known?.arn ?? requester.replace(/:sts:/, ":iam:").replace(/assumed-role\/([^/]+)\/.*$/, "role/$1");
}
