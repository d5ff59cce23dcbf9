import { isAction } from "./actions";
import type { Asked } from "./context";
import { parseDate } from "./operators";
import { accountOf } from "./principals";
import type { AclGrant, BucketSettings, ObjectLock } from "./request";
import { noted, not, or, type Tri } from "./tri";

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
  READ: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent"],
  READ_ACP: ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"],
  WRITE_ACP: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
};

/**
 * Whether an ACL allows a principal: itself, as part of the public, or its account, which leaves the decision to IAM.
 */
export interface AclVerdict {
  readonly itself: boolean;
  readonly itsAccount: Tri;
}

/**
 * With ownership enforced there are no ACLs, and Block Public Access can ignore the public ones.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function aclAllows({ principal, action }: Asked, settings: BucketSettings): AclVerdict {
  const { acl = [], ownerEnforced = false, ignorePublicAcls = false } = settings;
  const allowing = ownerEnforced ? [] : acl.filter(({ permission }) => isAction(action, ...actionsOf(permission)));
  const isSigned = "arn" in principal;
  const users = allowing.flatMap(({ grantee }) => ("canonicalUser" in grantee ? grantee.canonicalUser : []));
  const isPublic = allowing.some(({ grantee }) => "group" in grantee && (grantee.group === "AllUsers" || isSigned));
  return { itself: isPublic && !ignorePublicAcls, itsAccount: isSigned && isAmong(users, principal.canonicalUser) };
}

function isAmong(users: readonly string[], user: string | undefined): Tri {
  if (users.length === 0) return false;
  return user === undefined ? "unknown" : users.includes(user);
}

function actionsOf(permission: AclGrant["permission"]): readonly string[] {
  const all = [...Object.entries(ON_BUCKET), ...Object.entries(ON_OBJECT)];
  return all.flatMap(([name, actions]) => (permission === "FULL_CONTROL" || permission === name ? actions : []));
}

/**
 * Whether a bucket's policy applies to the object: it applies only to objects of the bucket's owner.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function ownsObject({ account }: Asked, { objectOwner = account, ownerEnforced = false }: BucketSettings) {
  return ownerEnforced || objectOwner === account;
}

const FULL_CONTROL = "bucket-owner-full-control";
const GRANTS = ["full-control", "read", "read-acp", "write", "write-acp"].map((name) => `s3:x-amz-grant-${name}`);

/**
 * Whether S3 refuses a request, whatever the policies allow, because it sets an ACL and ACLs are disabled. S3 still
 * accepts the ACL that gives the bucket's owner full control, in a header or as XML. No key shows the XML, which is how
 * PutObjectAcl and PutBucketAcl set an ACL without a header.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_OwnershipControlsRule.html
 */
export function refusesAcl({ action, context, unknown }: Asked, { ownerEnforced = false }: BucketSettings): Tri {
  const setsAcl = isAction(action, "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutBucketAcl");
  if (!ownerEnforced || (!setsAcl && !isAction(action, "s3:PutObject"))) return false;
  const named = context.valuesOf("s3:x-amz-acl");
  const isCanned = named === "unknown" ? named : named.length > 0;
  const refuses = or(
    named !== "unknown" && named.some((acl) => acl !== FULL_CONTROL),
    ...GRANTS.map((key) => context.has(key)),
    isCanned === "unknown" || (setsAcl && !isCanned) ? "unknown" : false,
  );
  return refuses === "unknown" ? noted(unknown, "the ACL") : refuses;
}

/** What Object Lock also requires: nothing, another permission, or what nobody has. */
export type LockDemand = "nothing" | "s3:BypassGovernanceRetention" | "impossible" | "unknown";

/**
 * For deleting a version, and for changing its retention. A delete without a version only adds a marker, which a lock
 * does not prevent.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function lockDemand(request: Asked, { lock = {} }: BucketSettings): LockDemand {
  const { action, unknown } = request;
  const isDeleting = isAction(action, "s3:DeleteObjectVersion");
  if (isDeleting && lock.legalHold === true) return "impossible";
  if (lock.mode === undefined) return "nothing";
  const breaks = isDeleting || (isAction(action, "s3:PutObjectRetention") && not(keepsRetention(request, lock)));
  if (breaks === "unknown") return noted(unknown, "the change of retention");
  if (!breaks) return "nothing";
  return lock.mode === "COMPLIANCE" ? "impossible" : "s3:BypassGovernanceRetention";
}

/**
 * Whether a version keeps its mode and is retained as long as before, or longer.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
function keepsRetention({ context }: Asked, { mode, until = "" }: ObjectLock): Tri {
  const modes = context.valuesOf("s3:object-lock-mode");
  const dates = context.valuesOf("s3:object-lock-retain-until-date");
  if (modes !== "unknown" && modes[0] !== mode) return false;
  if (dates === "unknown") return dates;
  const [date] = dates;
  if (date === undefined) return false;
  const [before, after] = [parseDate(until), parseDate(date)];
  if (before === undefined || after === undefined) return "unknown";
  if (after < before) return false;
  return modes === "unknown" ? modes : true;
}

/**
 * Policies that stop root of the bucket's account in other cases do not stop it here, so that somebody can always
 * repair a bucket's policy.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export function isRootsRepair({ principal, action, account }: Asked): boolean {
  return (
    principal.kind === "root" &&
    accountOf(principal) === account &&
    isAction(action, "s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy")
  );
}
