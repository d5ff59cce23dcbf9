import { count } from "../../render/count";
import { isObject } from "../../framework/is-object";
import { UnreadableLogFile } from "../../logs/log-file";
import { fail, logging, pass, skipped, walkthrough, type Check, type Finding } from "../check";
import type { Context } from "../context";
import {
  DAYS_BACK,
  folderOf,
  isDenied,
  isMissing,
  newestFile,
  readDigest,
  readRecords,
  hashOf,
  simulatedBy,
  type StoredFile,
} from "../log-files";
import type { Environment } from "../../model/environment";
import { trailReference } from "../locations";
import { showAge } from "../../render/time";

/** The bucket may list a file slightly later than the trail's status reports it. */
const TOLERANCE_MS = 60_000;

/** Limit for the log files of a digest, which are read one by one; for a busy hour, only the last ones are read. */
const MAX_NAMED = 25;

/** The files in the log bucket. */
export function logChecks(environment: Environment): Check[] {
  const { trail, logBucket } = environment;
  const shared = { group: "Logs", controls: [], exampleStep: walkthrough(5), needs: "bucket.region" } as const;
  const folder = folderOf({ environment }, "CloudTrail");
  return [
    {
      ...shared,
      id: "logs.newest",
      title: "the newest log file exists",
      expected: `a file below ${folder} of the last ${DAYS_BACK} days, as the trail's status reports`,
      run: newest,
    },
    {
      ...shared,
      id: "logs.encryption",
      title: "the newest log file is encrypted with the key",
      expected: "SSE-KMS with the key",
      exampleStep: logging(5),
      controls: ["trail-encryption"],
      run: (context) => ofNewest(context, (file) => encryption(context, file)),
    },
    {
      ...shared,
      id: "logs.opens",
      title: "the newest log file can be read and contains records",
      expected: "a list of records",
      run: (context) => ofNewest(context, (file) => opens(context, file)),
    },
    {
      ...shared,
      id: "logs.digest",
      title: "the log files in the newest digest exist and are unchanged",
      expected: `every file in it exists in ${logBucket.name}, with the hash in the digest`,
      controls: ["trail-log-file-validation"],
      run: (context) => (trail.validation ? digest(context) : skipped("the trail signs no digests")),
    },
  ];
}

async function ofNewest(context: Context, assess: (file: StoredFile) => Promise<Finding>): Promise<Finding> {
  const file = await newestFile(context, "CloudTrail");
  return file ? assess(file) : skipped("there is no log file");
}

async function newest(context: Context): Promise<Finding> {
  const { aws, now, environment } = context;
  const { trail } = environment;
  const [file, status] = await Promise.all([
    newestFile(context, "CloudTrail"),
    aws(trail)
      .trailStatus(trailReference(environment))
      // The status gives more detail, but whether the file exists does not depend on it.
      .catch(() => undefined),
  ]);
  const began = status?.StartLoggingTime;
  if (!file) {
    const isYoung = status?.LatestDeliveryTime === undefined && began && now.getTime() - began.getTime() < 3_600_000;
    if (isYoung)
      return { state: "warn", found: `none yet; logging began ${showAge(now.getTime() - began.getTime())} ago` };
    return fail("none");
  }
  const { Metadata } = await aws(environment.logBucket).objectHead(environment.logBucket.name, file.key);
  const told = `${file.key}${simulatedBy(Metadata)}`;
  const late = (status?.LatestDeliveryTime?.getTime() ?? 0) - (file.modified?.getTime() ?? now.getTime());
  // An organization's trail also delivers for its other accounts, whose files are in other folders.
  if (trail.organizationTrail || late <= TOLERANCE_MS) return pass(told);
  return fail(told, [`the trail reports a delivery ${showAge(late)} after this file: a newer one is missing`]);
}

async function encryption({ aws, environment, keys }: Context, file: StoredFile): Promise<Finding> {
  const { logBucket, trail } = environment;
  const head = await aws(logBucket).objectHead(logBucket.name, file.key);
  const expected = trail.keyArn ?? logBucket.keyArn;
  const { ServerSideEncryption = "none", SSEKMSKeyId, Metadata } = head;
  const name = await keys.nameOfFound(SSEKMSKeyId, expected);
  const found = `${ServerSideEncryption}${SSEKMSKeyId === undefined ? "" : ` with ${name}`}${simulatedBy(Metadata)}`;
  const isRight =
    expected === undefined
      ? ServerSideEncryption !== "none"
      : ServerSideEncryption.startsWith("aws:kms") && name === keys.nameOf(expected);
  return isRight ? pass(found) : fail(found, [file.key]);
}

async function opens(context: Context, file: StoredFile): Promise<Finding> {
  const records = await contentOf(readRecords(context, file.key));
  if (typeof records === "string") return fail(records, [file.key]);
  return pass(`${count(records.length, "record")}${await labelOf(context, file)}`);
}

/** Returns the fault of a file. Throws if AWS refuses to return it. */
async function contentOf<Content>(reading: Promise<Content>): Promise<Content | string> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnreadableLogFile) return error.message;
    throw error;
  }
}

interface NamedFile {
  readonly s3Object?: unknown;
  readonly hashValue?: unknown;
}

async function digest(context: Context): Promise<Finding> {
  const file = await newestFile(context, "CloudTrail-Digest");
  if (!file) return noDigest(context);
  const content = await contentOf(readDigest(context, file.key));
  if (typeof content === "string") return fail(content, [file.key]);
  const { logFiles } = content;
  if (!Array.isArray(logFiles)) return fail("it has no list of logFiles", [file.key]);
  const named = (logFiles.filter(isObject) as NamedFile[])
    .filter(({ s3Object }) => typeof s3Object === "string")
    .slice(-MAX_NAMED);
  const faults = (await Promise.all(named.map((one) => faultOf(context, one)))).flat();
  const label = await labelOf(context, file);
  if (faults.length > 0) return fail(`${faults.length} of ${named.length} missing or changed${label}`, faults);
  if (named.length === 0) return pass(`it lists none: nothing was delivered in its hour${label}`);
  return pass(`${count(named.length, "file")} listed, all present and unchanged${label}`);
}

/** The difference between the digest and the file. */
async function faultOf(context: Context, { s3Object, hashValue }: NamedFile): Promise<string[]> {
  const key = String(s3Object);
  try {
    const hash = await hashOf(context, key);
    return typeof hashValue === "string" && hash !== hashValue ? [`changed: ${key}`] : [];
  } catch (error) {
    if (isMissing(error) || (isDenied(error) && !(await isListed(context, key)))) return [`missing: ${key}`];
    if (error instanceof UnreadableLogFile) return [`changed: ${key}: ${error.message}`];
    throw error;
  }
}

/**
 * If the caller may list only part of the bucket, S3 answers "denied" for a missing object, because it requires the
 * permission to list without a prefix. The listing itself shows whether it exists.
 */
async function isListed({ aws, environment }: Context, key: string): Promise<boolean> {
  const { logBucket } = environment;
  const { Contents = [] } = await aws(logBucket).objects({ Bucket: logBucket.name, Prefix: key, MaxKeys: 1 });
  return Contents.some(({ Key }) => Key === key);
}

/** If the trail reports digests, there must be some. */
async function noDigest({ aws, environment }: Context): Promise<Finding> {
  const status = await aws(environment.trail)
    .trailStatus(trailReference(environment))
    .catch(() => undefined);
  if (status?.LatestDigestDeliveryTime === undefined) return skipped("there is no digest");
  const told = status.LatestDigestDeliveryTime.toISOString();
  return fail("none", [`the trail reports a digest of ${told}, but there is none`]);
}

async function labelOf({ aws, environment }: Context, { key }: StoredFile): Promise<string> {
  const { logBucket } = environment;
  return simulatedBy((await aws(logBucket).objectHead(logBucket.name, key)).Metadata);
}
