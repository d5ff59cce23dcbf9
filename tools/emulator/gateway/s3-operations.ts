import type { Call } from "./call";
import type { BucketAndKey } from "./operation";

const OBJECT_OPERATIONS: Readonly<Record<string, string>> = {
  GET: "GetObject",
  HEAD: "HeadObject",
  PUT: "PutObject",
  DELETE: "DeleteObject",
  POST: "PostObject",
};

const OBJECT_SETTINGS: Readonly<Record<string, string>> = {
  acl: "ObjectAcl",
  tagging: "ObjectTagging",
  retention: "ObjectRetention",
  "legal-hold": "ObjectLegalHold",
  attributes: "ObjectAttributes",
};

const BUCKET_SETTINGS: Readonly<Record<string, string>> = {
  acl: "BucketAcl",
  cors: "BucketCors",
  encryption: "BucketEncryption",
  inventory: "BucketInventoryConfiguration",
  lifecycle: "BucketLifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  notification: "BucketNotificationConfiguration",
  "object-lock": "ObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  policyStatus: "BucketPolicyStatus",
  publicAccessBlock: "BucketPublicAccessBlock",
  replication: "BucketReplication",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
  accelerate: "BucketAccelerateConfiguration",
};

const VERBS: Readonly<Record<string, string>> = { GET: "Get", PUT: "Put", DELETE: "Delete" };

/** The operation's name in CloudTrail: `PutObject`, `GetBucketPolicy`. */
export function s3Operation({ method, headers }: Call, { key, query }: BucketAndKey): string {
  const named = key === "" ? BUCKET_SETTINGS : OBJECT_SETTINGS;
  const setting = [...query.keys()].find((name) => named[name] !== undefined);
  if (setting !== undefined) return `${VERBS[method] ?? method}${named[setting]}`;
  if (key !== "") return objectOperation(method, headers["x-amz-copy-source"] !== undefined, query);
  if (method === "POST") return "DeleteObjects";
  if (method !== "GET") return { PUT: "CreateBucket", DELETE: "DeleteBucket" }[method] ?? "HeadBucket";
  return query.has("versions") ? "ListObjectVersions" : "ListObjects";
}

function objectOperation(method: string, copy: boolean, query: URLSearchParams): string {
  if (query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("uploadId")) {
    return (
      { PUT: "UploadPart", POST: "CompleteMultipartUpload", DELETE: "AbortMultipartUpload" }[method] ?? "ListParts"
    );
  }
  return copy ? "CopyObject" : (OBJECT_OPERATIONS[method] ?? method);
}

/** Calls on objects, which CloudTrail records as data events. All others are management events. */
export function isDataCall(operation: string): boolean {
  return /Object(s|Versions|Acl|Tagging|Retention|LegalHold|Attributes)?$|^(UploadPart|ListParts)$|MultipartUpload$/.test(
    operation,
  );
}
