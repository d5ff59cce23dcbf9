import { isAction } from "./actions";
import type { Asked } from "./context";
import { accountOf } from "./principals";
import type { AclGrant, BucketSettings, Principal } from "./request";
import { noted, or, type Tri } from "./tri";

/**
 * What an ACL's permissions allow on a bucket and on an object.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#acl-access-policy-permission-mapping
 */
const ON_BUCKET: Readonly<Record<string, readonly string[]>> = {
  READ: ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
  WRITE: ["s3:PutObject"],
  READ_ACP: ["s3:GetBucketAcl"],
  WRITE_ACP: ["s3:PutBucketAcl"],
};
const ON_OBJECT: Readonly<Record<string, readonly string[]>> = {
  READ: ["s3:GetObject", "s3:GetObjectVersion"],
  READ_ACP: ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"],
  WRITE_ACP: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
};

/** Whether an ACL allows a principal: itself, or its account, which leaves the decision to IAM. */
export interface AclVerdict {
  readonly itself: Tri;
  readonly itsAccount: Tri;
}

/**
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
 */
const LOG_DELIVERY = "logging.s3.amazonaws.com";

const NOTHING: AclVerdict = { itself: false, itsAccount: false };

/**
 * With ownership enforced there are no ACLs, and Block Public Access can ignore an ACL that grants anything to a group.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options
 */
export function aclAllows(request: Asked, settings: BucketSettings): AclVerdict {
  const { principal, unknown } = request;
  const { acl = [], ownerEnforced = false, ignorePublicAcls = false } = settings;
  if (ownerEnforced || (ignorePublicAcls && acl.some(isPublicGrant))) return NOTHING;
  const grantees = acl.filter((grant) => allows(grant, request, settings)).map(({ grantee }) => grantee);
  const users = grantees.flatMap((one) => ("canonicalUser" in one ? one.canonicalUser : []));
  const hasGroup = (name: string) => grantees.some((one) => "group" in one && one.group === name);
  const byName = isAmong(users, principal);
  // AWS does not say whether this service writes as this group.
  if (hasGroup("LogDelivery") && principal.kind === "service" && principal.name === LOG_DELIVERY) {
    const itself = hasGroup("AllUsers") || noted(unknown, "whether the ACL names the service");
    return { itself, itsAccount: false };
  }
  return "arn" in principal
    ? { itself: hasGroup("AllUsers") || hasGroup("AuthenticatedUsers"), itsAccount: byName }
    : { itself: or(hasGroup("AllUsers"), byName), itsAccount: false };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
function isPublicGrant({ grantee }: AclGrant): boolean {
  return "group" in grantee && grantee.group !== "LogDelivery";
}

/** WRITE also lets the owner of an object delete it. */
function allows(
  { permission }: AclGrant,
  { action, principal, account }: Asked,
  { objectOwner = account }: BucketSettings,
) {
  const isHeld = (name: string) => permission === "FULL_CONTROL" || permission === name;
  const all = [...Object.entries(ON_BUCKET), ...Object.entries(ON_OBJECT)];
  if (all.some(([name, actions]) => isHeld(name) && isAction(action, ...actions))) return true;
  return isHeld("WRITE") && isAction(action, "s3:DeleteObject") && accountOf(principal) === objectOwner;
}

/**
 * Who makes an unsigned request, as ACLs name them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-overview.html#about-resource-owner-requests
 */
const ANONYMOUS_USER = "65a011a29cdf8ec533ec3d1ccaae921c";

function isAmong(users: readonly string[], principal: Principal): Tri {
  if (users.length === 0 || principal.kind === "service" || principal.kind === "federated") return false;
  const user = principal.kind === "anonymous" ? ANONYMOUS_USER : principal.canonicalUser;
  return user === undefined ? "unknown" : users.includes(user);
}

const SET_ACL = ["s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutBucketAcl"];
const FULL_CONTROL = "bucket-owner-full-control";
/** What S3 sets without an ACL. */
const PRIVATE = "private";
const GRANTS = ["full-control", "read", "read-acp", "write", "write-acp"].map((name) => `s3:x-amz-grant-${name}`);

/**
 * Whether S3 refuses a request, whatever the policies allow, because it sets an ACL and ACLs are disabled. S3 still
 * accepts the ACL that gives the bucket's owner full control, in a header or as XML. No key shows the XML, which is how
 * PutObjectAcl and PutBucketAcl set an ACL without a header.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_OwnershipControlsRule.html
 */
export function refusesAcl(request: Asked, { ownerEnforced = false }: BucketSettings): Tri {
  const { action, context, unknown } = request;
  const setsAcl = isAction(action, ...SET_ACL);
  if (!ownerEnforced || (!setsAcl && !isAction(action, "s3:PutObject"))) return false;
  const refuses = or(
    setsAclBesides(request, [FULL_CONTROL]),
    setsAcl && context.has("s3:x-amz-acl") === false && "unknown",
  );
  return refuses === "unknown" ? noted(unknown, "the ACL") : refuses;
}

/** Whether the headers of a request set another ACL than these. */
function setsAclBesides({ context }: Asked, named: readonly string[]): Tri {
  const canned = context.valuesOf("s3:x-amz-acl");
  return or(
    canned === "unknown" ? canned : canned.some((acl) => !named.includes(acl)),
    ...GRANTS.map((key) => context.has(key)),
  );
}

/**
 * Whether a new bucket requires s3:PutBucketAcl.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export function setsBucketAcl(request: Asked): Tri {
  return setsAclBesides(request, [PRIVATE]);
}

/**
 * Whether an upload requires s3:PutObjectAcl. The API's page says that an ACL does; the user guide's bucket policies, and
 * CloudTrail's, allow no more than s3:PutObject with an ACL that gives the bucket's owner full control.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function mayRequireObjectAcl(request: Asked): Tri {
  return setsAclBesides(request, [PRIVATE, FULL_CONTROL]) === false ? false : "unknown";
}

const PUBLIC_ACLS: readonly string[] = ["public-read", "public-read-write", "authenticated-read"];
const PUBLIC_GROUP = /\/groups\/global\/(AllUsers|AuthenticatedUsers)\b/;

/**
 * Whether BlockPublicAcls makes S3 refuse a request, because it sets an ACL that grants anything to a group. A new
 * bucket with such an ACL requires s3:PutBucketAcl, which it refuses then.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
 */
export function setsPublicAcl({ action, context, unknown }: Asked, { blockPublicAcls = false }: BucketSettings): Tri {
  const setsAcl = isAction(action, ...SET_ACL);
  if (!blockPublicAcls || (!setsAcl && !isAction(action, "s3:PutObject"))) return false;
  const canned = context.valuesOf("s3:x-amz-acl");
  const granted = GRANTS.map((key) => context.valuesOf(key));
  const isPublic = or(
    canned !== "unknown" && canned.some((acl) => PUBLIC_ACLS.includes(acl)),
    ...granted.map((grantees) => grantees !== "unknown" && grantees.some((grantee) => PUBLIC_GROUP.test(grantee))),
    [canned, ...granted].includes("unknown") && "unknown",
    // Without a header, the ACL is in XML.
    setsAcl && [canned, ...granted].every((values) => values.length === 0) && "unknown",
  );
  return isPublic === "unknown" ? noted(unknown, "the ACL") : isPublic;
}
