import type { Call } from "./call";

/** What a call asks for, as far as its form tells. */
export interface Operation {
  /** `s3`, `kms`, as the signature names it; S3 where nobody signed. */
  readonly service: string;
  readonly region: string;
  /** Who signed; undefined where nobody did. */
  readonly accessKey: string | undefined;
  /** `CreateTrail`; for S3 and S3 Control undefined, see `objectOf` and `bucketSettingOf`. */
  readonly action: string | undefined;
}

export function operationOf(call: Call): Operation {
  const scope = scopeOf(call);
  const target = String(call.headers["x-amz-target"] ?? "");
  const form = String(call.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const action = target.split(".").at(-1) || (form ? new URLSearchParams(call.body.toString()).get("Action") : null);
  const { accessKey, region = "us-east-1", service = action ? "sts" : "s3" } = scope;
  return { service, region, accessKey, action: action ?? undefined };
}

/** `KEY/20250101/eu-central-1/s3/aws4_request`, of the header or of a presigned address. */
function scopeOf({ headers, url }: Call): { accessKey?: string; region?: string; service?: string } {
  const presigned = new URL(url, "http://gateway").searchParams.get("X-Amz-Credential");
  const scope = /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ?? presigned ?? "";
  const [accessKey, , region, service] = scope.split("/");
  return service === undefined ? {} : { accessKey: accessKey!, region: region!, service };
}

/** Arguments of a call of a JSON protocol. */
export function jsonOf(call: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.body.toString() || "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Where an S3 call goes, path-style. */
export interface Place {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Undefined for calls of no bucket, S3 Control's among them. */
export function placeOf(call: Call): Place | undefined {
  const { service, action } = operationOf(call);
  if (service !== "s3" || action !== undefined) return undefined;
  const { pathname, searchParams } = new URL(call.url, "http://gateway");
  const [, bucket = "", ...rest] = pathname.split("/");
  if (bucket === "" || bucket === "v20180820" || bucket === "moto-api") return undefined;
  return { bucket: decode(bucket), key: decode(rest.join("/")), query: searchParams };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
