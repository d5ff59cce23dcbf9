import { isAction, isOfService } from "./actions";
import { accessOf, type Sides } from "./access";
import { allOf, allowed, denied, deniedBy, undecided } from "./answers";
import { asked, type Asked } from "./context";
import { TooMuchEffort } from "./effort";
import { furtherActions } from "./further-actions";
import type { PolicyKind } from "./grammar";
import { demandsOf, limitsOf, passesEndpoint, type Demand } from "./limits";
import { rcpVerdicts } from "./organizations";
import type { Answer, Decider, Policies, Request, Settings } from "./request";
import { isRootsRepair } from "./s3";
import { isForEveryone } from "./sts";
import { and, everyHolds, not, someHolds } from "./tri";
import { allowsAny, judge } from "./verdict";

/**
 * Decides a request as AWS does: its action, and the permissions that it requires besides.
 */
export function decide(request: Request, policies: Policies, settings: Settings = {}): Answer {
  const one = asked(request, policies.boundary !== undefined);
  return withinEffort(() => {
    const own = decideAction(one, policies, settings);
    const further = furtherActions(one, settings);
    if (further.length === 0) return own;
    const others = further.map(({ action, isRequired }) => {
      const answer = decide({ ...request, action }, policies, settings);
      return isRequired === true || answer.decision === "allowed" ? answer : undecided([action]);
    });
    return allOf([own, ...others]);
  });
}

function withinEffort(decideNow: () => Answer): Answer {
  try {
    return decideNow();
  } catch (error) {
    if (error instanceof TooMuchEffort) return undecided(["more comparisons than AWS's policies take"]);
    throw error;
  }
}

/**
 * A single Deny anywhere denies a request. Otherwise everything that limits the principal or the resource must allow it,
 * and so must the policies of the principal and of the resource: either one within an account, both across accounts.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function decideAction(request: Asked, policies: Policies, settings: Settings): Answer {
  if (request.action.length > LONGEST_ACTION) return undecided(["the action"]);
  // AWS does not say whether such a request comes through an endpoint whose policy does not allow it.
  if (isForEveryone(request))
    return passesEndpoint(request, policies, settings) === true ? allowed([]) : undecided([ENDPOINT]);
  const sides = sidesOf(request, policies);
  const limits = limitsOf(request, policies, settings);
  const verdicts = [sides.resource, sides.identity];
  if (sides.boundary) verdicts.push(sides.boundary);
  if (sides.session) verdicts.push(sides.session);
  for (const { verdict } of limits) verdicts.push(verdict);
  for (const verdict of rcpVerdicts(request, policies, settings)) verdicts.push(verdict);
  const deniers = verdicts.flatMap((verdict) => verdict.deniedBy);
  if (deniers.length > 0) return deniedBy(deniers);
  const access = accessOf(request, policies, settings, sides);
  const demands: Demand[] = [
    ...limits.map(({ layer, verdict }): Demand => [layer, allowsAny(verdict)]),
    ...demandsOf(request, policies, settings),
  ];
  const isDenied = someHolds(verdicts, ({ denies }) => denies);
  const areMet = everyHolds(demands, ([, holds]) => holds);
  switch (and(access.allowed, not(isDenied), areMet)) {
    case true:
      return allowed([...allowedBy(sides, request), ...access.grantedBy]);
    case false:
      return denied([
        ...(access.allowed === false ? access.missing : []),
        ...demands.flatMap(([layer, holds]) => (holds === false ? layer : [])),
      ]);
    case "unknown":
      return undecided(request.unknown);
  }
}

const ENDPOINT = "whether the policy of the VPC endpoint applies";

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
const LONGEST_ACTION = 128;

function sidesOf(request: Asked, { identity = [], boundary, session, resource }: Policies): Sides {
  // The policy of a key does not decide who retires a grant.
  const has = resource !== undefined && !isAction(request.action, "kms:RetireGrant");
  const ofResource = judge(has ? [resource] : [], kindOf(request), request);
  return {
    resource: isRootsRepair(request) ? { ...ofResource, denies: false, deniedBy: [] } : ofResource,
    identity: judge(identity, "of principals", request),
    boundary: boundary && judge(boundary, "of principals", request),
    session: session && judge(session, "limiting principals", request),
  };
}

function kindOf({ action }: Asked): PolicyKind {
  if (isOfService(action, "sts")) return "of a role";
  return isOfService(action, "kms") ? "of a key" : "of a resource";
}

/** The root user needs no statement. */
const ROOT_USER: Decider = { source: "IAM", sid: "(root user)" };

function allowedBy({ resource, identity }: Sides, { principal }: Asked): readonly Decider[] {
  return [...resource.allowedBy, ...(principal.kind === "root" ? [ROOT_USER] : identity.allowedBy)];
}
