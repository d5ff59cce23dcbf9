import { isObject } from "../framework/is-object";
import { UnreadableLogFile, type RawRecord } from "./log-file";
import { splitJson, type Parse } from "./split-json";

/**
 * The records in a text: a log file, a list, JSON lines, joined JSON (Firehose), or what other services wrap records in.
 * Throws an `UnreadableLogFile` that names what the text is instead.
 */
export function recordsInText(text: string, parse: Parse = JSON.parse): RawRecord[] {
  const values = parseAll(text, parse);
  const records = values.flatMap((value) => unwrap(value, parse));
  if (records.length === 0 && !values.some(isEmptyList)) throw new UnreadableLogFile("no records");
  return records;
}

function parseAll(text: string, parse: Parse): unknown[] {
  try {
    return [parse(text)];
  } catch {
    return splitJson(text, parse);
  }
}

/** A quiet interval's log file may be empty. */
function isEmptyList(value: unknown): boolean {
  const list = isObject(value) ? (value["Records"] ?? value["Events"] ?? value["events"]) : value;
  return Array.isArray(list) && list.length === 0;
}

function unwrap(value: unknown, parse: Parse): RawRecord[] {
  if (Array.isArray(value)) return value.flatMap((one) => unwrap(one, parse));
  if (!isObject(value)) return [];
  const refusal = REFUSED.find(([, isSuch]) => isSuch(value));
  if (refusal) throw new UnreadableLogFile(refusal[0]);
  if (Array.isArray(value["Records"])) return value["Records"].flatMap((one) => unwrapOrKeep(one, parse));
  // EventBridge.
  if (isObject(value["detail"]) && "detail-type" in value) return [value["detail"]];
  // A subscription of a CloudWatch log group, or the answer to FilterLogEvents.
  const events = value["logEvents"] ?? value["events"];
  if (Array.isArray(events)) return events.flatMap((event) => nested(event, "message", parse));
  // The answer to LookupEvents.
  if (Array.isArray(value["Events"]))
    return value["Events"].flatMap((event) => nested(event, "CloudTrailEvent", parse));
  if (typeof value["CloudTrailEvent"] === "string") return nested(value, "CloudTrailEvent", parse);
  return isRecord(value) ? [value] : [];
}

/** CloudTrail may write records in a form that nobody has seen yet: whatever is in its list is one. */
function unwrapOrKeep(value: unknown, parse: Parse): RawRecord[] {
  if (!isObject(value)) return [];
  const records = unwrap(value, parse);
  return records.length > 0 ? records : [value];
}

function nested(event: unknown, name: string, parse: Parse): RawRecord[] {
  const text = isObject(event) ? event[name] : undefined;
  return typeof text === "string" ? parseAll(text, parse).flatMap((value) => unwrap(value, parse)) : [];
}

function isRecord(value: Readonly<Record<string, unknown>>): boolean {
  return "eventVersion" in value || ("eventName" in value && "eventTime" in value);
}

type Test = (value: Readonly<Record<string, unknown>>) => boolean;

const REFUSED: readonly (readonly [UnreadableLogFile["reason"], Test])[] = [
  ["digest", (value) => "digestS3Object" in value],
  ["config", (value) => "configurationItems" in value || "configurationItem" in value],
  // Of S3, in a queue or a topic, and CloudTrail's own.
  ["notification", ({ s3, s3ObjectKey, Sns }) => isObject(s3) || Array.isArray(s3ObjectKey) || isObject(Sns)],
  ["notification", ({ Type, Message }) => Type === "Notification" && typeof Message === "string"],
  ["notification", (value) => Array.isArray(value["Messages"]) || "ReceiptHandle" in value || "receiptHandle" in value],
];
