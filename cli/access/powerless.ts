import type { OneOrMany, Statement } from "../../modules/policy";
import type { Environment } from "../model/environment";
import { policiesIn } from "../model/policies-in";
import { patternCovers } from "../policy/patterns";
import { principalOf, type Caller, type PrincipalCaller } from "../policy/evaluate";
import { namesEveryone, speaksOf } from "../policy/elements";
import { isNonPolicyDenial } from "./access-case";
import { accessCasesOf } from "./access-cases";

/**
 * Finds callers to which the matrix cannot allow anything, without evaluating it: an application's roles, of which a
 * stack may have a thousand. It may miss some.
 *
 * Proof: AWS allows a call only with a matching Allow or grant. In the caller's own policies, no Allow matches the
 * action and the resource of any call in the matrix. In the resource policies and the grants, none names the caller or
 * everyone; one that names an account leaves the decision to IAM there, which has no matching Allow; one for a service
 * or an identity provider never matches a role or a user.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function powerlessIn(environment: Environment): (caller: Caller) => boolean {
  const isInvolved = involvedIn(environment);
  const isOpen = allowsOfResources(environment).some(
    ({ Principal, NotPrincipal }) => NotPrincipal || namesEveryone(Principal),
  );
  return (caller) =>
    !isOpen &&
    caller.kind === "principal" &&
    // Root needs no policy.
    principalOf(caller).kind !== "root" &&
    !isInvolved(caller);
}

/** Finds callers whom a resource policy names, or whose own policies may allow a call of the matrix. */
export function involvedIn(environment: Environment): (caller: Pick<PrincipalCaller, "arn" | "policies">) => boolean {
  const resources = resourcesByAction(environment);
  const named = new Set([
    ...allowsOfResources(environment).flatMap(({ Principal }) =>
      typeof Principal === "object" ? [Principal.AWS ?? []].flat() : [],
    ),
    ...environment.keys.flatMap(({ grants }) => grants.map(({ grantee }) => grantee)),
  ]);
  const mayAllow = (statement: Statement) =>
    isAllow(statement) &&
    [...resources].some(([action, all]) => speaksOf(statement, action) && reaches(statement.Resource, all));
  return ({ arn, policies }) => named.has(arn) || policies.some(({ statements }) => statements.some(mayAllow));
}

function allowsOfResources(environment: Environment): Statement[] {
  return policiesIn(environment).flatMap(({ place, policy }) =>
    place === "identity" ? [] : policy.statements.filter(isAllow),
  );
}

/** Everything that the matrix tries. */
function resourcesByAction(environment: Environment): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { steps } of accessCasesOf(environment)) {
    for (const step of steps({ kind: "anonymous" })) {
      if (isNonPolicyDenial(step)) continue;
      const resources = found.get(step.action) ?? new Set();
      found.set(step.action, resources.add(step.resource.toLowerCase()));
    }
  }
  return found;
}

/** A statement without Resource may have NotResource, and a variable may have any value. */
function reaches(patterns: OneOrMany | undefined, resources: ReadonlySet<string>): boolean {
  if (patterns === undefined) return true;
  return [patterns]
    .flat()
    .map((pattern) => pattern.toLowerCase())
    .some((pattern) => pattern.includes("${") || [...resources].some((resource) => patternCovers(pattern, resource)));
}

function isAllow({ Effect }: Statement): boolean {
  return Effect === "Allow";
}
