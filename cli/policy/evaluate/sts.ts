import { isAction } from "./actions";
import type { Asked } from "./context";
import type { Principal, Settings } from "./request";
import { noted, type Tri } from "./tri";

/**
 * No permission is needed, and no Deny prevents it.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 */
export function isForEveryone({ action, principal }: Asked): boolean {
  if (isAction(action, "sts:GetSessionToken")) return hasLongTermKeys(principal);
  return isAction(action, "sts:GetCallerIdentity") && "arn" in principal;
}

/** What a call that starts a session requires besides. */
const BESIDES: readonly string[] = ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

/**
 * Assuming a role, and what belongs to it: passing tags, a source identity and contexts. Tags of GetFederationToken are about no
 * role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function isAssuming({ action, resource }: Asked): boolean {
  if (isAction(action, ...BESIDES)) return resource.includes(":role/");
  // Others assume roles with a token, as no principal of an account.
  return isAction(action, "sts:AssumeRole");
}

/**
 * Whether a role sets a source identity, or passes on its own, when it assumes another role. Its own policies and the
 * trust policy must both allow that, also within an account.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html#id_credentials_temp_control-access_monitor-perms
 */
export function isIdentityOfChain({ action, principal }: Asked): boolean {
  return principal.kind === "role" && isAction(action, "sts:SetSourceIdentity");
}

/**
 * Whether somebody starts a session of a member account's root user. That account has no policy that decides it.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
export function isAssumingRoot({ action }: Asked): boolean {
  return isAction(action, "sts:AssumeRoot");
}

/**
 * Whether STS takes such a call with the principal's credentials.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
export function mayCallSts({ principal, action, unknown }: Asked, { mayAssumeRoot }: Settings): Tri {
  const { kind } = principal;
  if (isAction(action, "sts:AssumeRoleWithSAML")) return kind === "federated" && isSaml(principal.provider);
  if (isAction(action, "sts:AssumeRoleWithWebIdentity")) return kind === "federated" && !isSaml(principal.provider);
  if (isAction(action, ...BESIDES)) {
    return kind !== "anonymous" && kind !== "federated user";
  }
  // All that a federated user may call is GetCallerIdentity.
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
  if (kind === "anonymous" || kind === "federated" || kind === "federated user") return false;
  if (isAction(action, "sts:AssumeRole")) return kind !== "root";
  if (isAction(action, "sts:AssumeRoot")) {
    if (kind !== "user" && kind !== "role") return false;
    return mayAssumeRoot ?? noted(unknown, "whether the account may assume root");
  }
  if (isAction(action, "sts:GetSessionToken", "sts:GetFederationToken")) return hasLongTermKeys(principal);
  return !hasSessionToken(principal);
}

/**
 * Whether IAM takes a call with the principal's credentials.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function mayCallIam({ principal, context, unknown }: Asked): Tri {
  // In the console it may, but no request says where it is made.
  if (principal.kind === "federated user") return noted(unknown, "whether the request is made in the console");
  if (!hasSessionToken(principal)) return true;
  const factors = context.valuesOf("aws:multifactorauthpresent");
  if (factors === "unknown") return noted(unknown, "aws:MultiFactorAuthPresent");
  return factors.length === 1 && factors[0]!.toLowerCase() === "true";
}

function isSaml(provider: string): boolean {
  return provider.includes(":saml-provider/");
}

/** With the credentials of GetSessionToken, a principal may only assume roles, and call IAM with MFA. */
function hasSessionToken(principal: Principal): boolean {
  return (principal.kind === "user" || principal.kind === "root") && principal.hasSessionToken === true;
}

function hasLongTermKeys(principal: Principal): boolean {
  return (principal.kind === "user" || principal.kind === "root") && !hasSessionToken(principal);
}
