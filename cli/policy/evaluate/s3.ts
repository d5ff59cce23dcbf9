import { mayRequireObjectAcl, setsBucketAcl } from "./acls";
import { isAction, isOfService } from "./actions";
import type { Asked } from "./context";
import { requiresBypass, BYPASS } from "./object-lock";
import { accountOf } from "./principals";
import type { BucketSettings } from "./request";
import { noted, or, type Tri } from "./tri";

/**
 * What the owner of a bucket decides whoever owns the object: writing, deleting and restoring.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-overview.html#about-resource-owner
 */
const OF_BUCKET_OWNER: readonly string[] = [
  ...["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:RestoreObject"],
  ...["s3:DeleteObject", "s3:DeleteObjectVersion", BYPASS],
];

/**
 * The account whose permission a request requires. An object can belong to another account than its bucket: then the
 * bucket's policy and account can deny access, but not grant it. Its own account has access by IAM, and others by its
 * ACL.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-auth-workflow-object-operation.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function ownerOf({ action, account }: Asked, settings: BucketSettings): string {
  const { objectOwner = account, ownerEnforced = false } = settings;
  return ownerEnforced || isAction(action, ...OF_BUCKET_OWNER) ? account : objectOwner;
}

/**
 * Permissions that a request requires besides that for its own action.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function furtherS3Actions(request: Asked, settings: BucketSettings): readonly (readonly [string, Tri])[] {
  if (requiresBypass(request, settings)) return [[BYPASS, true]];
  const { action, context } = request;
  if (isAction(action, "s3:CreateBucket")) {
    const { enablesObjectLock = false } = settings;
    return [
      ["s3:PutBucketAcl", setsBucketAcl(request)],
      ["s3:PutBucketOwnershipControls", context.has("s3:x-amz-object-ownership")],
      ["s3:PutBucketObjectLockConfiguration", enablesObjectLock],
      ["s3:PutBucketVersioning", enablesObjectLock],
    ];
  }
  if (!isAction(action, "s3:PutObject")) return [];
  return [
    ["s3:PutObjectAcl", mayRequireObjectAcl(request)],
    ["s3:PutObjectTagging", context.has("s3:requestobjecttagkeys")],
    ["s3:PutObjectRetention", or(context.has("s3:object-lock-mode"), context.has("s3:object-lock-retain-until-date"))],
    ["s3:PutObjectLegalHold", context.has("s3:object-lock-legal-hold")],
  ];
}

const ON_POLICY: readonly string[] = ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"];

/**
 * Policies that stop root of the bucket's account in other cases do not stop it here, so that somebody can always
 * repair a bucket's policy.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export function isRootsRepair({ principal, action, account }: Asked): boolean {
  return principal.kind === "root" && accountOf(principal) === account && isAction(action, ...ON_POLICY);
}

/**
 * Whether a request has what MFA Delete requires: the root user of the bucket's account, a code, and HTTPS.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMFADelete.html
 */
export function respectsMfaDelete(request: Asked, { mfaDelete, sendsMfa }: BucketSettings): Tri {
  const { principal, action, account, context, unknown } = request;
  if (!mfaDelete || !isAction(action, "s3:DeleteObjectVersion", "s3:PutBucketVersioning")) return true;
  const isSecure = !context.valuesOf("aws:securetransport").includes("false");
  if (principal.kind !== "root" || accountOf(principal) !== account || !isSecure) return false;
  return sendsMfa ?? noted(unknown, "x-amz-mfa");
}

/**
 * Whether whoever requests from a bucket that makes them pay is known to AWS, and accepts it. The bucket's account need
 * not; of AWS services the page says nothing.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
 */
export function paysForRequest(request: Asked, { requesterPays, acceptsCharges }: BucketSettings): Tri {
  const { principal, account, action, unknown } = request;
  if (!requesterPays || !isOfService(action, "s3") || accountOf(principal) === account) return true;
  if (principal.kind === "anonymous") return false;
  return acceptsCharges ?? noted(unknown, "x-amz-request-payer");
}

const ON_ACCESS_POINT: readonly string[] = [
  ...["s3:CreateAccessPoint", "s3:GetAccessPoint", "s3:DeleteAccessPoint", "s3:GetAccessPointPolicyStatus"],
  ...["s3:GetAccessPointPolicy", "s3:PutAccessPointPolicy", "s3:DeleteAccessPointPolicy"],
];

/**
 * Whether S3 refuses a request because nobody outside the account makes it, whatever the policies allow.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
 */
export function isForOwnersOnly({ principal, action, account }: Asked): boolean {
  return accountOf(principal) !== account && isAction(action, ...ON_POLICY, ...ON_ACCESS_POINT);
}
