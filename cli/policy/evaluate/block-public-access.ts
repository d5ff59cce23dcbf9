import type { Asked } from "./context";
import { accountOf } from "./principals";
import { isPublic } from "./public-policy";
import type { BucketSettings, Policies, Principal } from "./request";
import { and, noted, type Tri } from "./tri";

/**
 * Whether RestrictPublicBuckets blocks a request. While the bucket's policy is public, it shuts out everyone but AWS
 * services and the bucket's own account, including those whom another statement of the policy, or an ACL, lets in.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function isBlocked(request: Asked, { resource }: Policies, { restrictPublicBuckets }: BucketSettings): Tri {
  if (restrictPublicBuckets !== true || !resource) return false;
  return notedIfOpen(request, and(isOutsider(request.principal, [request.account]), isPublic(resource, "bucket")));
}

/** Whether somebody is neither an AWS service nor of one of the accounts that own the bucket and its access point. */
export function isOutsider(principal: Principal, accounts: readonly (string | undefined)[]): boolean {
  return principal.kind !== "service" && !accounts.includes(accountOf(principal));
}

export function notedIfOpen({ unknown }: Asked, isPublic: Tri): Tri {
  return isPublic === "unknown" ? noted(unknown, "whether S3 considers the policy public") : isPublic;
}
