import { actionOf, AwsFailure, failureOf, type FailureKind } from "../../../cli/aws/errors";

interface Thrown {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode: number };
  readonly $retryable?: { readonly throttling: boolean };
}

const failed = ({ message = "", ...thrown }: Thrown) => failureOf(Object.assign(new Error(message), thrown), "s3:Ask");

const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

test.each<[FailureKind, Thrown]>([
  ["denied", { name: "AccessDenied", ...status(403) }],
  ["denied", { name: "AccessDeniedException", ...status(400) }],
  // HEAD answers have no body to name the error.
  ["denied", { name: "403", ...status(403) }],
  ["missing", { name: "NoSuchBucketPolicy", ...status(404) }],
  ["missing", { name: "NotFoundException", ...status(400) }],
  ["missing", { name: "TrailNotFoundException", ...status(400) }],
  ["missing", { name: "ServerSideEncryptionConfigurationNotFoundError", ...status(404) }],
  ["missing", { name: "UnknownError", ...status(404) }],
  ["credentials", { name: "CredentialsProviderError" }],
  ["credentials", { name: "ExpiredToken", ...status(403) }],
  ["credentials", { name: "UnrecognizedClientException", ...status(400) }],
  ["credentials", { name: "SignatureDoesNotMatch", ...status(403) }],
  ["throttled", { name: "ThrottlingException", ...status(400) }],
  ["throttled", { name: "SlowDown", ...status(503) }],
  ["throttled", { name: "SomethingElse", $retryable: { throttling: true }, ...status(503) }],
  ["throttled", { name: "TooMany", ...status(429) }],
  ["unreachable", { name: "Error", code: "ECONNREFUSED" }],
  ["unreachable", { name: "Error", code: "ENOTFOUND" }],
  ["unreachable", { name: "TimeoutError" }],
  ["unreachable", { name: "AbortError" }],
  ["broken", { name: "InternalError", ...status(500) }],
  ["broken", { name: "SyntaxError", ...status(200) }],
  ["broken", { name: "PermanentRedirect", ...status(301) }],
])("%s: %j", (kind, thrown) => {
  expect(failed(thrown).kind).toBe(kind);
});

test.each([
  [true, { name: "SlowDown", ...status(503) }],
  [true, { name: "InternalError", ...status(500) }],
  [true, { name: "Error", code: "ECONNRESET" }],
  [false, { name: "AccessDenied", ...status(403) }],
  [false, { name: "NoSuchKey", ...status(404) }],
  [false, { name: "SyntaxError", ...status(200) }],
])("a retry may succeed: %j for %j", (expected, thrown) => {
  expect(failed(thrown).isTransient).toBe(expected);
});

test("names the permission of the call", () => {
  expect(failed({ name: "AccessDenied" }).action).toBe("s3:Ask");
});

test("names the permission that AWS says is missing, which may be another service's", () => {
  const message =
    "User: arn:aws:iam::111122223333:user/u is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:…";
  expect(failed({ name: "AccessDenied", message }).action).toBe("kms:Decrypt");
});

test("tells what AWS says in one line of bounded length", () => {
  expect(failed({ name: "InternalError", message: "We met\n an error." }).message).toBe(
    "InternalError: We met an error.",
  );
  expect(failed({ name: "InternalError", message: "x".repeat(5000) }).message).toHaveLength(216);
  expect(failed({ name: "Error", code: "ECONNREFUSED", message: "" }).message).toBe("ECONNREFUSED");
});

test("does not repeat the name of an error that its text contains", () => {
  const message = "connect ECONNREFUSED 127.0.0.1:9";
  expect(failed({ name: "Error", code: "ECONNREFUSED", message }).message).toBe(message);
});

test("a failure stays as it is", () => {
  const failure = new AwsFailure("broken", "s3:GetObject", "TooLarge", "it is too large");
  expect(failureOf(failure, "s3:Ask")).toBe(failure);
});

test.each([
  ["S3", "GetBucketEncryption", "s3:GetEncryptionConfiguration"],
  ["S3", "HeadObject", "s3:GetObject"],
  ["S3", "ListObjectsV2", "s3:ListBucket"],
  ["S3", "GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"],
  ["S3 Control", "GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock"],
  ["KMS", "DescribeKey", "kms:DescribeKey"],
  ["CloudTrail", "GetTrailStatus", "cloudtrail:GetTrailStatus"],
])("%s %s takes %s", (service, operation, action) => {
  expect(actionOf(service, operation)).toBe(action);
});
