import { isAction, isOfService } from "./actions";
import { accessOf, type Sides } from "./access";
import { RequestContext } from "./context";
import { demandsOf, limitsOf, type Demand } from "./limits";
import type { Answer, Decider, Layer, Policies, Request, Settings } from "./request";
import { isRootsRepair, lockDemand } from "./s3";
import type { Matching, PolicyKind } from "./statement";
import { and, not, or } from "./tri";
import { allowsAny, judge } from "./verdict";

/**
 * Decides a request as AWS does. A single Deny anywhere denies it. Otherwise everything that limits the principal or
 * the resource must allow the request, and so must the policies of the principal and of the resource: either one within
 * an account, both across accounts.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(request: Request, policies: Policies, settings: Settings = {}): Answer {
  if (isForEveryone(request)) return allowed([]);
  const matching = matchingOf(request, policies);
  const sides = sidesOf(request, policies, matching);
  const limits = limitsOf(request, policies, settings, matching);
  const verdicts = [sides.resource, sides.identity];
  if (sides.boundary) verdicts.push(sides.boundary);
  if (sides.session) verdicts.push(sides.session);
  for (const { verdict } of limits) verdicts.push(verdict);
  const deniedBy = verdicts.flatMap((verdict) => verdict.deniedBy);
  if (deniedBy.length > 0) return { decision: "denied explicitly", decidedBy: deniedBy, missing: [], unknown: [] };
  const access = accessOf(request, policies, settings, sides);
  const demands: Demand[] = [
    ...limits.map(({ layer, verdict }): Demand => [layer, allowsAny(verdict)]),
    ...demandsOf(request, policies, settings),
  ];
  const isDenied = or(...verdicts.map(({ denies }) => denies));
  switch (and(access.allowed, not(isDenied), ...demands.map(([, holds]) => holds))) {
    case true:
      return bypassingLock(request, policies, settings) ?? allowed(allowedBy(sides, request));
    case false:
      return denied([
        ...(access.allowed === false ? access.missing : []),
        ...demands.flatMap(([layer, holds]) => (holds === false ? layer : [])),
      ]);
    case "unknown":
      return { decision: "undecided", decidedBy: [], missing: [], unknown: [...new Set(matching.unknown)] };
  }
}

/**
 * No permission is needed, and no Deny prevents it.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
function isForEveryone({ action, principal }: Request): boolean {
  return isAction(action, "sts:GetCallerIdentity") && "arn" in principal;
}

function matchingOf(request: Request, { boundary }: Policies): Matching {
  const { principal, action, resource } = request;
  const context = new RequestContext(request);
  return { principal, action, resource, context, hasBoundary: boundary !== undefined, unknown: [] };
}

function sidesOf(request: Request, policies: Policies, matching: Matching): Sides {
  const { identity = [], boundary, session, resource } = policies;
  const kind = kindOf(request);
  // The policy of a key does not decide who retires a grant.
  const has = resource !== undefined && !isAction(request.action, "kms:RetireGrant");
  const ofResource = judge(has ? [resource] : [], kind, matching);
  return {
    resource: isRootsRepair(request) ? { ...ofResource, denies: false, deniedBy: [] } : ofResource,
    identity: judge(identity, "of principals", matching),
    boundary: boundary && judge(boundary, "of principals", matching),
    session: session && judge(session, "of principals", matching),
  };
}

function kindOf({ action }: Request): PolicyKind {
  if (isOfService(action, "sts")) return "of a role";
  return isOfService(action, "kms") ? "of a key" : "of a resource";
}

/** The root user needs no statement. */
const ROOT_USER: Decider = { source: "IAM", sid: "(root user)" };

function allowedBy({ resource, identity }: Sides, { principal }: Request): readonly Decider[] {
  return [...resource.allowedBy, ...(principal.kind === "root" ? [ROOT_USER] : identity.allowedBy)];
}

function allowed(decidedBy: readonly Decider[]): Answer {
  return { decision: "allowed", decidedBy, missing: [], unknown: [] };
}

function denied(missing: readonly Layer[]): Answer {
  return { decision: "denied", decidedBy: [], missing: [...new Set(missing)], unknown: [] };
}

/** A version under a governance lock requires another permission, too. */
function bypassingLock(request: Request, policies: Policies, settings: Settings): Answer | undefined {
  const demand = lockDemand(request, settings.s3 ?? {});
  if (demand !== "s3:BypassGovernanceRetention") return undefined;
  return decide({ ...request, action: demand }, policies, settings);
}
