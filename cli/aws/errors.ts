/** Why a call to AWS failed, as far as the tool distinguishes it. */
export type FailureKind = "denied" | "missing" | "credentials" | "throttled" | "unreachable" | "broken";

/** A failed call. Its message is one line, and may quote AWS: escape it for output. */
export class AwsFailure extends Error {
  override readonly name = "AwsFailure";

  constructor(
    readonly kind: FailureKind,
    /** The permission that the call requires: `kms:DescribeKey`. */
    readonly action: string,
    /** AWS's name for the error: `NoSuchBucket`. */
    readonly code: string,
    message: string,
    /** The same call may succeed later: a lost connection, a server error, too many calls. */
    readonly isTransient = kind === "throttled" || kind === "unreachable",
  ) {
    super(message);
  }
}

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

const DENIED = /^(AccessDenied|UnauthorizedOperation|AuthorizationError|Forbidden$)/;
const MISSING = /^NoSuch|NotFound/;
const CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|AuthFailure)/;
const THROTTLED = /^(Throttl|TooManyRequests|SlowDown|RequestLimitExceeded|LimitExceededException|RequestThrottled)/;
const UNREACHABLE = /^(ECONN|ENOTFOUND|EAI_|ENETUNREACH|EHOSTUNREACH|EPIPE|ETIMEDOUT|EPROTO|CERT_|ERR_TLS|ERR_SSL)/;
const TOO_LONG = /^(TimeoutError|AbortError|RequestTimeout)/;

/** Classifies the error of a call that requires a permission. */
export function failureOf(error: unknown, action: string): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const { name = "Error", message = "", code = "" } = error as SdkError;
  const status = statusOf(error as SdkError) ?? 0;
  const kind = kindOf(error as SdkError);
  const isTransient = kind === "throttled" || kind === "unreachable" || status >= 500;
  // AWS names the missing permission, which may be another service's: S3 calls KMS.
  const missing = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(message)?.[1];
  const label = code || name;
  const text = message === "" || message === name ? label : oneLine(message);
  const labeled = text.includes(label) ? text : `${label}: ${text}`;
  return new AwsFailure(kind, kind === "denied" ? (missing ?? action) : action, name, labeled, isTransient);
}

function kindOf(error: SdkError): FailureKind {
  const { name = "", code = "", $retryable } = error;
  const status = statusOf(error);
  if (CREDENTIALS.test(name)) return "credentials";
  if ($retryable?.throttling || THROTTLED.test(name) || status === 429) return "throttled";
  if (UNREACHABLE.test(code) || TOO_LONG.test(name)) return "unreachable";
  if (status !== undefined && status >= 500) return "broken";
  if (DENIED.test(name) || status === 403) return "denied";
  if (MISSING.test(name) || status === 404) return "missing";
  return "broken";
}

function statusOf({ $metadata, $response }: SdkError): number | undefined {
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

const LINE = 200;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LINE ? `${line.slice(0, LINE)}…` : line;
}

/** Permissions of S3 whose names differ from those of the operations. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  GetBucketCors: "GetBucketCORS",
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  GetBucketReplication: "GetReplicationConfiguration",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  HeadBucket: "ListBucket",
  HeadObject: "GetObject",
  ListBucketInventoryConfigurations: "GetInventoryConfiguration",
  ListBuckets: "ListAllMyBuckets",
  ListObjectVersions: "ListBucketVersions",
  ListObjectsV2: "ListBucket",
};

/** Prefixes of actions that differ from the SDK's name of the service. */
const PREFIXES: Readonly<Record<string, string>> = { "CloudWatch Logs": "logs", EventBridge: "events" };

/** The permission that an operation requires, by the SDK's names of service and operation. */
export function actionOf(service: string, operation: string): string {
  if (service === "S3 Control" && operation === "GetPublicAccessBlock") return "s3:GetAccountPublicAccessBlock";
  if (service === "S3" || service === "S3 Control") return `s3:${S3_ACTIONS[operation] ?? operation}`;
  return `${PREFIXES[service] ?? service.toLowerCase()}:${operation}`;
}
