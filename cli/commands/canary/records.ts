import { parseArn } from "../../../modules/policy";
import type { RawRecord } from "../../logs/log-file";
import type { RecordFound, RecordId } from "../../results/canary";

/** What the records of a run speak of. */
export interface Wanted {
  readonly bucket: string;
  readonly bucketArn: string;
  readonly objectKey: string;
  readonly keyArn: string;
  /** When the run began, in milliseconds. */
  readonly since: number;
}

/** A data key made for the bucket so long after the start may be another upload's. */
const KEY_USE_WINDOW_MS = 120_000;
const CLOCK_SKEW_MS = 5_000;

/** Which call of the run a record is about, if any. */
export function recordIdOf(record: RawRecord, wanted: Wanted): RecordId | undefined {
  const { eventSource, eventName } = record;
  if (eventSource === "kms.amazonaws.com" && eventName === "GenerateDataKey") {
    return isOurDataKey(record, wanted) ? "dataKey" : undefined;
  }
  const { bucketName, key } = objectOf(record["requestParameters"]);
  if (eventSource !== "s3.amazonaws.com" || bucketName !== wanted.bucket || key !== wanted.objectKey) return undefined;
  if (eventName === "PutObject") return "put";
  if (eventName === "GetObject") return isAnonymous(record) ? "anonymous" : "read";
  return undefined;
}

/** With a Bucket Key the context is the bucket, without it the object. */
function isOurDataKey(record: RawRecord, { bucketArn, objectKey, keyArn, since }: Wanted): boolean {
  const context = objectOf(objectOf(record["requestParameters"])["encryptionContext"])["aws:s3:arn"];
  if (keyArnOf(record) !== keyArn) return false;
  if (context === `${bucketArn}/${objectKey}`) return true;
  const after = Date.parse(textOf(record["eventTime"]) ?? "") - since;
  return context === bucketArn && after > -CLOCK_SKEW_MS && after < KEY_USE_WINDOW_MS;
}

/** S3 writes anonymous callers as an account that is none. */
function isAnonymous(record: RawRecord): boolean {
  const { type, accountId, arn } = objectOf(record["userIdentity"]);
  return arn === undefined && (type !== "AWSAccount" || !/^\d{12}$/.test(textOf(accountId) ?? ""));
}

/** What is shown of a record. Only texts are taken over, and no long ones. */
export function readRecord(
  record: RawRecord,
  place: Pick<RecordFound, "logFile" | "simulatedBy" | "deliveredAt" | "foundAt">,
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
    eventTime: Number.isNaN(time) ? place.deliveredAt : new Date(time).toISOString(),
    ...place,
  };
}

function callerOf(record: RawRecord): string {
  const { arn, invokedBy, accountId, type } = objectOf(record["userIdentity"]);
  return textOf(arn) ?? textOf(invokedBy) ?? (textOf(accountId) || textOf(type) || "");
}

const KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id";

/** Of the object, as S3 answered it or was asked; of a call to KMS, the key that was used. */
function keyArnOf(record: RawRecord): string | undefined {
  const inAnswer = textOf(objectOf(record["responseElements"])[KEY_HEADER]);
  const asked = textOf(objectOf(record["requestParameters"])[KEY_HEADER]);
  if (record["eventSource"] === "s3.amazonaws.com") return inAnswer ?? asked;
  const resources = Array.isArray(record["resources"]) ? record["resources"] : [];
  return resources.map((resource) => textOf(objectOf(resource)["ARN"])).find((arn) => isKey(arn));
}

function isKey(arn: string | undefined): boolean {
  return arn !== undefined && parseArn(arn)?.service === "kms";
}

function objectOf(value: unknown): RawRecord {
  return typeof value === "object" && value !== null ? (value as RawRecord) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value.slice(0, 1024) : undefined;
}
