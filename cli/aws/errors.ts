/** Why a call to AWS gave no answer, as far as it decides what follows. */
export type FailureKind = "denied" | "missing" | "credentials" | "throttled" | "unreachable" | "broken";

/** A call that gave no answer. Its message is one line; it may quote AWS, so escape it where it is shown. */
export class AwsFailure extends Error {
  override readonly name = "AwsFailure";

  constructor(
    readonly kind: FailureKind,
    /** The permission that the call takes: `kms:DescribeKey`. */
    readonly action: string,
    /** As AWS names the error: `NoSuchBucket`. */
    readonly code: string,
    message: string,
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

/** Tells what went wrong with a call that takes a permission. */
export function failureOf(error: unknown, action: string): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const { name = "Error", message = "", code = "" } = error as SdkError;
  const kind = kindOf(error as SdkError);
  // AWS names the permission that is missing, which may be another's than the call's own: S3 asks KMS.
  const asked = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(message)?.[1];
  const said = message === "" || message === name ? "" : `: ${oneLine(message)}`;
  return new AwsFailure(kind, kind === "denied" ? (asked ?? action) : action, name, `${code || name}${said}`);
}

function kindOf(error: SdkError): FailureKind {
  const { name = "", code = "", $retryable } = error;
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  if (CREDENTIALS.test(name)) return "credentials";
  if ($retryable?.throttling || THROTTLED.test(name) || status === 429) return "throttled";
  if (UNREACHABLE.test(code) || TOO_LONG.test(name)) return "unreachable";
  if (status !== undefined && status >= 500) return "broken";
  if (DENIED.test(name) || status === 403) return "denied";
  if (MISSING.test(name) || status === 404) return "missing";
  return "broken";
}

const LINE = 200;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LINE ? `${line.slice(0, LINE)}…` : line;
}

/** S3's permissions that are not called as the operation is. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  GetBucketReplication: "GetReplicationConfiguration",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  HeadBucket: "ListBucket",
  HeadObject: "GetObject",
  ListBuckets: "ListAllMyBuckets",
  ListObjectsV2: "ListBucket",
};

/** The permission that an operation takes, by the SDK's names of service and operation. */
export function actionOf(service: string, operation: string): string {
  if (service === "S3 Control" && operation === "GetPublicAccessBlock") return "s3:GetAccountPublicAccessBlock";
  if (service === "S3" || service === "S3 Control") return `s3:${S3_ACTIONS[operation] ?? operation}`;
  return `${service.toLowerCase()}:${operation}`;
}
