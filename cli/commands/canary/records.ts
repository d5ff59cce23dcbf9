import { parseArn } from "../../../modules/policy";
import { isObject } from "../../framework/is-object";
import type { RawRecord } from "../../logs/log-file";
import type { RecordFound, RecordId } from "../../results/canary";

/** The properties by which the records of a run are recognized. */
export interface RecordQuery {
  readonly bucket: string;
  readonly bucketArn: string;
  readonly objectKey: string;
  readonly keyArn: string;
  /** Start of the run, in milliseconds. */
  readonly since: number;
}

/** A data key that is generated for the bucket later than this after the start may belong to another upload. */
const KEY_USE_WINDOW_MS = 120_000;
const CLOCK_SKEW_MS = 5_000;

/** The call of the run that a record is about, if any. */
export function recordIdOf(record: RawRecord, query: RecordQuery): RecordId | undefined {
  const { eventSource, eventName } = record;
  if (eventSource === "kms.amazonaws.com" && eventName === "GenerateDataKey") {
    return isOurDataKey(record, query) ? "dataKey" : undefined;
  }
  const { bucketName, key } = objectOf(record["requestParameters"]);
  if (eventSource !== "s3.amazonaws.com" || bucketName !== query.bucket || key !== query.objectKey) return undefined;
  if (eventName === "PutObject") return "put";
  if (eventName === "GetObject") return isAnonymous(record) ? "anonymous" : "read";
  return undefined;
}

/** With a Bucket Key, the encryption context is the bucket, otherwise the object. */
function isOurDataKey(record: RawRecord, { bucketArn, objectKey, keyArn, since }: RecordQuery): boolean {
  const context = objectOf(objectOf(record["requestParameters"])["encryptionContext"])["aws:s3:arn"];
  if (keyArnOf(record) !== keyArn) return false;
  if (context === `${bucketArn}/${objectKey}`) return true;
  const after = Date.parse(textOf(record["eventTime"]) ?? "") - since;
  return context === bucketArn && after > -CLOCK_SKEW_MS && after < KEY_USE_WINDOW_MS;
}

/** S3 records an anonymous caller as an account without a valid id. */
function isAnonymous(record: RawRecord): boolean {
  const { type, accountId, arn } = objectOf(record["userIdentity"]);
  return arn === undefined && (type !== "AWSAccount" || !/^\d{12}$/.test(textOf(accountId) ?? ""));
}

/** The parts of a record that are shown. Takes only texts, and cuts long ones. */
export function readRecord(
  record: RawRecord,
  delivery: Pick<RecordFound, "logFile" | "simulatedBy" | "deliveredAt" | "foundAt">,
): RecordFound {
  const { bucketName, key } = objectOf(record["requestParameters"]);
  const time = Date.parse(textOf(record["eventTime"]) ?? "");
  return {
    eventId: textOf(record["eventID"]) ?? "",
    eventName: textOf(record["eventName"]) ?? "",
    caller: callerOf(record),
    errorCode: textOf(record["errorCode"]),
    bucket: textOf(bucketName),
    objectKey: textOf(key),
    keyArn: keyArnOf(record),
    eventTime: Number.isNaN(time) ? delivery.deliveredAt : new Date(time).toISOString(),
    ...delivery,
  };
}

function callerOf(record: RawRecord): string {
  const { arn, invokedBy, accountId, type } = objectOf(record["userIdentity"]);
  return textOf(arn) ?? textOf(invokedBy) ?? (textOf(accountId) || textOf(type) || "");
}

const KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id";

/** For an object, the key in S3's response or in the request; for a call to KMS, the key that was used. */
function keyArnOf(record: RawRecord): string | undefined {
  const inAnswer = textOf(objectOf(record["responseElements"])[KEY_HEADER]);
  const inRequest = textOf(objectOf(record["requestParameters"])[KEY_HEADER]);
  if (record["eventSource"] === "s3.amazonaws.com") return inAnswer ?? inRequest;
  const resources = Array.isArray(record["resources"]) ? record["resources"] : [];
  return resources.map((resource) => textOf(objectOf(resource)["ARN"])).find((arn) => isKey(arn));
}

function isKey(arn: string | undefined): boolean {
  return arn !== undefined && parseArn(arn)?.service === "kms";
}

function objectOf(value: unknown): RawRecord {
  return isObject(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value.slice(0, 1024) : undefined;
}
