import { isIP } from "node:net";
import { isRegion } from "../../../modules/limits/formats";
import { closest } from "../../../modules/closest";
import { text } from "../../framework/option";
import { UserError } from "../../framework/user-error";
import { COLUMN_NAMES } from "../../logs/columns";
import { isWhere } from "../../logs/filters/field";
import type { S3Object } from "../../logs/filters/filters";

/** Parsers of option values. Each is the part of an option that says what is allowed. */

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A time of a log: milliseconds since 1970. A day as an end includes that day. */
function time(isEnd: boolean) {
  return {
    type: "string",
    placeholder: "TIME",
    expected: "a day (2026-03-01), a time with its zone (2026-03-01T10:00:00Z), or an age such as 90m, 24h or 7d",
    parse: (value: string): number | undefined => {
      const [, number, unit = ""] = /^(\d{1,6})([mhd])$/.exec(value) ?? [];
      if (number !== undefined) return Date.now() - Number(number) * UNITS[unit]!;
      if (!DATE.test(value) && !TIME.test(value)) return undefined;
      const at = Date.parse(value);
      // JavaScript takes February 31 for a day in March.
      if (Number.isNaN(at) || (DATE.test(value) && !new Date(at).toISOString().startsWith(value))) return undefined;
      return isEnd && DATE.test(value) ? at + UNITS["d"]! : at;
    },
  } as const;
}

export const startTime = time(false);
export const endTime = time(true);

/** Values that one option may take together, `A,B`, or one after the other. */
export const list = {
  ...text,
  expected: "texts separated by commas",
  parse: (value: string): readonly string[] | undefined => {
    const parts = value.split(",").map((part) => part.trim());
    return parts.every((part) => part !== "") ? parts : undefined;
  },
  multiple: true,
} as const;

export const account = {
  type: "string",
  placeholder: "ACCOUNT",
  expected: "12 digits",
  parse: (value: string): string | undefined => (/^\d{12}$/.test(value) ? value : undefined),
  multiple: true,
} as const;

export const regionCode = {
  type: "string",
  placeholder: "REGION",
  expected: "a Region such as eu-central-1",
  parse: (value: string): string | undefined => (isRegion(value) ? value : undefined),
  multiple: true,
} as const;

export const accessKey = {
  type: "string",
  placeholder: "ID",
  expected: "the id of an access key, such as AKIAIOSFODNN7EXAMPLE",
  parse: (value: string): string | undefined => (/^[A-Z0-9]{8,128}$/.test(value) ? value : undefined),
  multiple: true,
} as const;

export const s3Object = {
  type: "string",
  placeholder: "OBJECT",
  expected: "an object such as s3://example-bucket/folder/picture.jpg",
  parse: (value: string): S3Object | undefined => {
    const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/s.exec(value) ?? [];
    return bucket === undefined || key === undefined ? undefined : { bucket, key };
  },
  multiple: true,
} as const;

export const address = {
  type: "string",
  placeholder: "ADDRESS",
  expected: "an address, a network such as 203.0.113.0/24, or a service such as kms.amazonaws.com",
  parse: (value: string): string | undefined => {
    const [, network, bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
    const family = isIP(network ?? "");
    if (bits !== undefined) return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128) ? value : undefined;
    return family !== 0 || /^[a-z0-9-]+(\.[a-z0-9-]*[a-z][a-z0-9-]*)+$|^AWS Internal$/.test(value) ? value : undefined;
  },
  multiple: true,
} as const;

const SIZES: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

/** A number of bytes, as AWS counts and bills them. */
export const byteSize = {
  type: "string",
  placeholder: "SIZE",
  expected: "a size such as 500MB, 20GB or 1TB",
  parse: (value: string): number | undefined => {
    const [, number, unit = ""] = /^(\d{1,6})([MGT]B)$/.exec(value) ?? [];
    return number === undefined || Number(number) === 0 ? undefined : Number(number) * SIZES[unit]!;
  },
} as const;

export const where = {
  type: "string",
  placeholder: "TEST",
  expected: "PATH=VALUE, PATH!=VALUE or PATH~PART, such as requestParameters.bucketName=example",
  parse: (value: string): string | undefined => (isWhere(value) ? value : undefined),
  multiple: true,
} as const;

/**
 * Fields of a record.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const FIELDS = (
  "addendum additionalEventData apiVersion awsRegion edgeDeviceDetails errorCode errorMessage eventCategory " +
  "eventContext eventID eventName eventSource eventTime eventType eventVersion insightDetails managementEvent readOnly " +
  "recipientAccountId requestID requestParameters resources responseElements serviceEventDetails " +
  "sessionCredentialFromConsole sharedEventID sourceIPAddress tlsDetails userAgent userIdentity vpcEndpointAccountId " +
  "vpcEndpointId"
).split(" ");

/** Checks names of columns or fields to group by. Throws a `UserError` for an unknown one. */
export function checkColumns(option: string, columns: readonly string[]): void {
  const known = [...COLUMN_NAMES, ...FIELDS];
  for (const column of columns) {
    if (known.includes(column.split(".", 1)[0]!)) continue;
    const meant = closest(column, known);
    throw new UserError(
      `--${option} has no column "${column}"; ${
        meant === undefined ? `columns are ${COLUMN_NAMES.join(", ")}.` : `did you mean ${meant}?`
      } A field's path, such as userIdentity.type, works too`,
    );
  }
}
