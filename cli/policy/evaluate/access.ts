import { aclAllows } from "./acls";
import { isAction, isOfService } from "./actions";
import type { Asked } from "./context";
import { accountOf } from "./principals";
import { NOT_GRANTED, grantedBy, mayRetire } from "./kms";
import type { Decider, Layer, Policies, Settings } from "./request";
import { ownerOf } from "./s3";
import { isAssuming, isAssumingRoot, isIdentityOfChain } from "./sts";
import { and, or, type Tri } from "./tri";
import { allowsAny, type Verdict } from "./verdict";

/** What the policies of the principal and those of the resource say. */
export interface Sides {
  readonly identity: Verdict;
  /** `undefined` where there is none. */
  readonly boundary: Verdict | undefined;
  readonly session: Verdict | undefined;
  readonly resource: Verdict;
}

/** Whether principal and resource let the request through, and what is missing if they do not. */
export interface Access {
  readonly allowed: Tri;
  readonly missing: readonly Layer[];
  /** Grants that let it through. */
  readonly grantedBy: readonly Decider[];
}

/** What limits the principal, and what it is allowed within these limits. */
interface IdentitySide {
  readonly identity: Tri;
  readonly boundary: Tri;
  readonly session: Tri;
}

/**
 * In one account, an Allow of either side suffices; across accounts, both must allow.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function accessOf(request: Asked, policies: Policies, settings: Settings, sides: Sides): Access {
  const { principal } = request;
  const resource = resourceSide(request, settings, sides.resource);
  if (!("arn" in principal)) {
    const { itself, by } = grants(request, policies, settings);
    return { allowed: or(resource.itself, itself), missing: ["resource policy"], grantedBy: by };
  }
  const identity = identitySide(request, sides);
  if (isAssumingRoot(request)) {
    return { allowed: and(...Object.values(identity)), missing: missingOf(identity), grantedBy: [] };
  }
  const granted = grants(request, policies, settings);
  const byGrant = or(granted.itself, and(granted.itsAccount, ...Object.values(identity)));
  if (accountOf(principal) !== ownerOf(request, settings.s3 ?? {}) || isIdentityOfChain(request)) {
    const any = or(...Object.values(resource));
    return {
      allowed: or(byGrant, and(any, ...Object.values(identity))),
      missing: [...(any === true ? [] : (["resource policy"] as const)), ...missingOf(identity)],
      grantedBy: granted.by,
    };
  }
  return { ...withinAccount(request, { resource, identity, byGrant }), grantedBy: granted.by };
}

interface WithinAccount {
  readonly resource: ResourceSide;
  readonly identity: IdentitySide;
  readonly byGrant: Tri;
}

/**
 * Only a Deny limits what a resource policy grants to the principal itself. What it grants to a role is limited, in
 * each session, by the role's boundary and the session's policies.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function withinAccount(request: Asked, { resource, identity, byGrant }: WithinAccount): Omit<Access, "grantedBy"> {
  const { boundary, session } = identity;
  const isTrust = isAssuming(request);
  const throughIam = and(or(!isClosed(request), resource.itsAccount), ...Object.values(identity));
  const allowed = or(
    // The boundary of whoever assumes a role must allow that.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
    isTrust ? and(resource.itself, boundary) : resource.itself,
    and(or(resource.itsRole, resource.itsUser), boundary, session),
    throughIam,
    byGrant,
  );
  const isLetIn = !isClosed(request) || resource.itsAccount === true;
  const missing = missingOf(identity);
  const ofResource = !isLetIn || missing.includes("identity policy") ? (["resource policy"] as const) : [];
  return { allowed, missing: [...ofResource, ...(isLetIn ? missing : [])] };
}

interface ResourceSide {
  readonly itself: Tri;
  readonly itsRole: Tri;
  readonly itsUser: Tri;
  readonly itsAccount: Tri;
}

function resourceSide(request: Asked, { s3 = {} }: Settings, { allows }: Verdict): ResourceSide {
  const acl = aclAllows(request, s3);
  // A bucket policy grants nothing on objects that another account owns.
  const applies = ownerOf(request, s3) === request.account;
  return {
    itself: or(acl.itself, and(applies, allows.itself)),
    itsRole: and(applies, allows["its role"]),
    itsUser: and(applies, allows["its user"]),
    itsAccount: or(acl.itsAccount, and(applies, allows["its account"])),
  };
}

/**
 * The root user needs no policy; a session that AssumeRoot starts has what the policy of its task allows. A federated user
 * has what both the user and the session policies allow: without session policies, nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
function identitySide({ principal }: Asked, { identity, boundary, session }: Sides): IdentitySide {
  const isRoot = principal.kind === "root";
  return {
    identity: isRoot || allowsAny(identity),
    boundary: isRoot || !boundary || allowsAny(boundary),
    session: session ? allowsAny(session) : principal.kind !== "federated user",
  };
}

function missingOf({ identity, boundary, session }: IdentitySide): Layer[] {
  return [
    ...(identity === true ? [] : (["identity policy"] as const)),
    ...(boundary === true ? [] : (["permissions boundary"] as const)),
    ...(session === true ? [] : (["session policy"] as const)),
  ];
}

/**
 * Whether IAM policies alone are not enough: the policy of a key, and the trust policy of a role, must also allow the
 * account.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function isClosed(request: Asked): boolean {
  return isAssuming(request) || (isOfService(request.action, "kms") && request.resource.includes(":key/"));
}

/** Policies do not decide who retires a grant. */
function isRetiring({ action }: Asked): boolean {
  return isAction(action, "kms:RetireGrant");
}

function grants(request: Asked, policies: Policies, settings: Settings) {
  if (!isOfService(request.action, "kms")) return NOT_GRANTED;
  return isRetiring(request) ? mayRetire(settings.grantToRetire, request) : grantedBy(policies.grants ?? [], request);
}
