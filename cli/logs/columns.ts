import { isObject } from "../framework/is-object";
import { asText, textAt, textIn, valuesAt } from "./fields";
import { issuedKeys } from "./filters/identity";
import type { RawRecord } from "./log-file";
import type { SkimmedField } from "./skim";

type Read = (record: RawRecord) => string | undefined;

const first = (...paths: readonly string[]): Read => {
  const all = paths.map((path) => path.split("."));
  return (record) => {
    for (const path of all) {
      const text = textIn(record, path);
      if (text !== undefined && text !== "") return text;
    }
    return undefined;
  };
};

const source = first("eventSource", "insightDetails.eventSource");

/** Columns with a name of their own. Any other column is the path of a field. */
const COLUMNS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["time", first("eventTime")],
  ["event", first("eventName", "insightDetails.eventName")],
  ["service", (record) => source(record)?.replace(/\.amazonaws\.com$/, "")],
  [
    "principal",
    first(
      "userIdentity.arn",
      "userIdentity.userName",
      "userIdentity.sessionContext.sessionIssuer.arn",
      "userIdentity.invokedBy",
      "userIdentity.principalId",
      "userIdentity.type",
    ),
  ],
  ["access-key", first("userIdentity.accessKeyId")],
  ["issued", (record) => issuedKeys(record).join(" ")],
  ["ip", first("sourceIPAddress")],
  ["agent", first("userAgent")],
  ["target", targetOf],
  ["error", first("errorCode")],
  ["account", first("recipientAccountId")],
  ["region", first("awsRegion")],
  ["id", first("eventID")],
]);

export const COLUMN_NAMES: readonly string[] = [...COLUMNS.keys()];

/** Reads a column: a named one, or a path such as `requestParameters.bucketName`. */
export function readerOf(column: string): (record: RawRecord) => string {
  const named = COLUMNS.get(column);
  if (named) return (record) => named(record) ?? "";
  const path = column.split(".");
  return (record) =>
    valuesAt(record, path)
      .map((value) => asText(value) ?? (value === null ? "" : JSON.stringify(value)))
      .join(" ");
}

/** The field that decides a column, if the record has it. */
const DECIDING: ReadonlyMap<string, SkimmedField> = new Map([
  ["time", "eventTime"],
  ["event", "eventName"],
  ["service", "eventSource"],
  ["principal", "userIdentity.arn"],
  ["ip", "sourceIPAddress"],
  ["account", "recipientAccountId"],
  ["region", "awsRegion"],
  ["id", "eventID"],
]);

/** The fields that decide all columns. Undefined if one of them depends on more than a field. */
export function skimmedFields(columns: readonly string[]): SkimmedField[] | undefined {
  const fields = columns.flatMap((column) => DECIDING.get(column) ?? []);
  return fields.length === columns.length ? fields : undefined;
}

const whom = first("requestParameters.roleArn", "requestParameters.userName", "requestParameters.name");

/** What a call used: the object, the bucket, otherwise the first resource or the role. */
function targetOf(record: RawRecord): string | undefined {
  const bucket = textAt(record, "requestParameters.bucketName");
  const key = textAt(record, "requestParameters.key");
  if (bucket !== undefined) return key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
  const { resources } = record;
  const list: unknown[] = Array.isArray(resources) ? resources : [];
  const arn = list.find((one) => isObject(one) && typeof one["ARN"] === "string");
  return arn === undefined ? whom(record) : String((arn as Readonly<Record<string, unknown>>)["ARN"]);
}
