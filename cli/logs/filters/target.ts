import { someText, textAt, valuesAt } from "../fields";
import type { RawRecord } from "../log-file";
import { needleIn } from "../term";
import { anyOf, needlesIn, pattern, type Condition } from "./condition";
import type { Filters, S3Object } from "./filters";

/** Parts of a record that name what a call used. */
const PARTS = ["resources", "requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"];

/** Filters of what was used: keys, objects, buckets. */
export function* targetConditions({ keys = [], objects = [], buckets = [] }: Filters): Generator<Condition> {
  if (keys.length > 0) {
    const test = anyOf(keys.map(keyTest));
    yield {
      test: (record) => PARTS.some((part) => someText(record[part], test)),
      needles: needlesIn(keys.map(nameOf)),
    };
  }
  if (objects.length > 0) {
    const test = anyOf(objects.map(objectTest));
    yield { test, needles: needlesIn(objects.map(({ bucket, key }) => needleIn(key) ?? bucket)) };
  }
  if (buckets.length > 0) {
    const test = anyOf(buckets.map(bucketTest));
    yield { test, needles: needlesIn(buckets) };
  }
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

/** A key given by its id or ARN matches both in a record; an alias only itself. */
function keyTest(key: string): (text: string) => boolean {
  if (key.includes("alias/")) return (text) => text === key || text.endsWith(`:${key}`);
  const id = nameOf(key);
  return (text) => text === id || text === key || (key === id && text.endsWith(`:key/${id}`));
}

/** Finds an object in the request, the resources and the encryption context, encoded or not. */
function objectTest({ bucket, key }: S3Object): (record: RawRecord) => boolean {
  const isKey = eitherWay(pattern(key));
  const isName = eitherWay(pattern(`${bucket}/${key}`));
  const isArn = (text: string) => {
    const [, name] = S3_ARN.exec(text) ?? [];
    return name !== undefined && isName(name);
  };
  return (record) => {
    const { requestParameters: request, resources } = record;
    if (
      textAt(record, "requestParameters.bucketName") === bucket &&
      isKey(textAt(record, "requestParameters.key") ?? "")
    ) {
      return true;
    }
    if (someText(request, isArn) || someText(resources, isArn)) return true;
    return valuesAt(record, ["requestParameters", "x-amz-copy-source"]).some(
      (source) => typeof source === "string" && isName(source.replace(/^\//, "").replace(/\?versionId=.*$/, "")),
    );
  };
}

const S3_ARN = /^arn:[a-z-]+:s3:::(.+)$/s;

/** S3 records some keys as the request had them, with %20 or + for a space. */
function eitherWay(test: (text: string) => boolean): (text: string) => boolean {
  return (text) => {
    if (test(text)) return true;
    if (!/[%+]/.test(text)) return false;
    return [text, text.replaceAll("+", " ")].some((one) => {
      try {
        return test(decodeURIComponent(one));
      } catch {
        return false;
      }
    });
  };
}

function bucketTest(bucket: string): (record: RawRecord) => boolean {
  const isArn = (text: string) => {
    const [, name] = S3_ARN.exec(text) ?? [];
    return name === bucket || name?.startsWith(`${bucket}/`) === true;
  };
  return (record) =>
    textAt(record, "requestParameters.bucketName") === bucket ||
    someText(record["requestParameters"], isArn) ||
    someText(record["resources"], isArn);
}

/** Calls to KMS whose encryption context is a bucket, so that nobody can tell for which of its objects they were. */
export function namesOnlyBucket(record: RawRecord, buckets: readonly string[]): boolean {
  if (record["eventSource"] !== "kms.amazonaws.com") return false;
  const context = valuesAt(record, ["requestParameters", "encryptionContext", "aws:s3:arn"]);
  return context.some((arn) => typeof arn === "string" && buckets.includes(S3_ARN.exec(arn)?.[1] ?? ""));
}
