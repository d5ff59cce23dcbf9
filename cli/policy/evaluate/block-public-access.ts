import { isAction } from "./actions";
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
  return shutsOut(request, isOutsider(request.principal, [request.account]), isPublic(resource, "bucket"));
}

/**
 * Whether somebody is neither an AWS service nor of one of the accounts that own the bucket and its access point. AWS
 * does not say what an origin access identity is here.
 */
export function isOutsider(principal: Principal, accounts: readonly (string | undefined)[]): Tri {
  if (principal.kind === "origin access identity") return "unknown";
  return principal.kind !== "service" && !accounts.includes(accountOf(principal));
}

/** Notes what is not known, if somebody is shut out where a policy is public. */
export function shutsOut({ unknown }: Asked, isOutside: Tri, isPolicyPublic: Tri): Tri {
  if (isOutside === "unknown" && isPolicyPublic !== false)
    return noted(unknown, "whether CloudFront counts as an AWS service");
  const shuts = and(isOutside, isPolicyPublic);
  return shuts === "unknown" ? noted(unknown, PUBLIC) : shuts;
}

const PUBLIC = "whether S3 considers the policy public";

/**
 * Whether BlockPublicPolicy makes S3 refuse a policy. For an access point it does so by the bucket's setting, too.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options
 */
export function putsPublicPolicy({ action, unknown }: Asked, settings: BucketSettings): Tri {
  const { blockPublicPolicy = false, newPolicy, newPolicyOrigin } = settings;
  const isOfPoint = isAction(action, "s3:PutAccessPointPolicy");
  if (!blockPublicPolicy || (!isOfPoint && !isAction(action, "s3:PutBucketPolicy"))) return false;
  if (isOfPoint && newPolicyOrigin === "VPC") return false;
  if (newPolicy === undefined) return noted(unknown, "the new policy");
  const puts = isPublic(newPolicy, isOfPoint ? "access point" : "bucket");
  if (puts === true && isOfPoint && newPolicyOrigin === undefined)
    return noted(unknown, "the origin of the access point");
  return puts === "unknown" ? noted(unknown, PUBLIC) : puts;
}
