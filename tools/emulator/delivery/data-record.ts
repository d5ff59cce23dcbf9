import type { Answer, Call } from "../gateway/call";
import type { BucketAndKey } from "../gateway/operation";
import { commonFields, type CloudTrailRecord, type ApiCallEvent, type RecordResource } from "./record";

const ENCRYPTION = "x-amz-server-side-encryption";
const KEY_ID = "x-amz-server-side-encryption-aws-kms-key-id";
const BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled";

/** The data event of a call for an S3 object. */
export function dataRecord(
  happening: ApiCallEvent,
  call: Call,
  { bucket, key }: BucketAndKey,
  answer: Answer,
): CloudTrailRecord {
  const encryption = textOf(answer.headers[ENCRYPTION]);
  return {
    ...commonFields(happening),
    requestParameters: {
      bucketName: bucket,
      Host: `${bucket}.s3.${happening.region}.amazonaws.com`,
      ...(key !== "" && { key }),
      ...headersNamed(call.headers, [ENCRYPTION, KEY_ID]),
    },
    responseElements:
      call.method === "PUT" ? headersNamed(answer.headers, [ENCRYPTION, KEY_ID, "x-amz-version-id"]) : null,
    additionalEventData: {
      ...(happening.caller && { SignatureVersion: "SigV4", AuthenticationMethod: authentication(call) }),
      bytesTransferredIn: happening.status < 300 ? call.body.length : 0,
      ...(encryption !== undefined && { SSEApplied: sseApplied(call, encryption) }),
      bytesTransferredOut: call.method === "HEAD" ? 0 : answer.body.length,
    },
    resources: resourcesOf(happening.account, bucket, key),
    managementEvent: false,
    eventCategory: "Data",
  };
}

/**
 * The KMS call that S3 makes for an encrypted object. Undefined if it makes none. With a Bucket Key, the encryption
 * context names the bucket, not the object.
 */
export function keyRecord(
  happening: ApiCallEvent,
  { bucket, key }: BucketAndKey,
  { headers }: Answer,
): CloudTrailRecord | undefined {
  const keyArn = textOf(headers[KEY_ID]);
  const name = { PutObject: "GenerateDataKey", GetObject: "Decrypt" }[happening.name];
  if (!keyArn?.startsWith("arn:") || !name || !happening.caller || happening.status >= 300) return undefined;
  const common = commonFields({ ...happening, source: "kms.amazonaws.com", name });
  const withBucketKey = textOf(headers[BUCKET_KEY])?.toLowerCase() === "true";
  return {
    ...common,
    userIdentity: { ...common.userIdentity, invokedBy: "AWS Internal" },
    sourceIPAddress: "AWS Internal",
    userAgent: "AWS Internal",
    requestParameters: {
      ...(name === "GenerateDataKey"
        ? { keyId: keyArn, keySpec: "AES_256" }
        : { encryptionAlgorithm: "SYMMETRIC_DEFAULT" }),
      encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${withBucketKey ? bucket : `${bucket}/${key}`}` },
    },
    responseElements: null,
    resources: [{ accountId: keyArn.split(":")[4]!, type: "AWS::KMS::Key", ARN: keyArn }],
    managementEvent: true,
    eventCategory: "Management",
  };
}

function resourcesOf(accountId: string, bucket: string, key: string): RecordResource[] {
  const arn = `arn:aws:s3:::${bucket}`;
  const object = key === "" ? { ARNPrefix: `${arn}/` } : { ARN: `${arn}/${key}` };
  return [
    { type: "AWS::S3::Object", ...object },
    { accountId, type: "AWS::S3::Bucket", ARN: arn },
  ];
}

function sseApplied({ headers }: Call, encryption: string): string {
  const kind = encryption === "aws:kms" ? "SSE_KMS" : "SSE_S3";
  return headers[ENCRYPTION] === undefined ? `Default_${kind}` : kind;
}

function authentication({ headers }: Call): string {
  return headers.authorization === undefined ? "QueryString" : "AuthHeader";
}

function headersNamed(headers: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]));
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
