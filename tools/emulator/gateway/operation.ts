import type { Call } from "./call";

/** The operation of a call, as far as its form shows it. */
export interface Operation {
  /** `s3`, `kms`, from the signature; S3 for an unsigned call. */
  readonly service: string;
  readonly region: string;
  /** The access key of the signature; undefined for an unsigned call. */
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

/** `KEY/20250101/eu-central-1/s3/aws4_request`, from the header or a presigned URL. */
function scopeOf({ headers, url }: Call): { accessKey?: string; region?: string; service?: string } {
  const presigned = new URL(url, "http://gateway").searchParams.get("X-Amz-Credential");
  const scope = /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ?? presigned ?? "";
  const [accessKey, , region, service] = scope.split("/");
  return service === undefined ? {} : { accessKey: accessKey!, region: region!, service };
}

/** Arguments of a call in a JSON protocol. */
export function jsonOf(call: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.body.toString() || "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Bucket and key of an S3 call, path-style. */
export interface BucketAndKey {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Undefined for calls without a bucket, including those of S3 Control. */
export function bucketAndKeyOf(call: Call): BucketAndKey | undefined {
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
