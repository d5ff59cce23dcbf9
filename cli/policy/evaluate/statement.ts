import { isObject } from "../../framework/is-object";
import { NO_SID, type Policy } from "../document";
import { completed, resourcePattern } from "./arn-patterns";
import { compileConditions, type Condition } from "./conditions";
import type { Asked, RequestContext } from "./context";
import { UNLIMITED } from "./effort";
import {
  actionsOf,
  isAccepted,
  kindsWithout,
  resourcesOf,
  WITH_VARIABLES,
  type Elements,
  type PolicyKind,
} from "./grammar";
import {
  compilePrincipals,
  isExempt,
  isOpenToTokens,
  namesAtGateway,
  namingOf,
  type Naming,
  type Principals,
} from "./principals";
import type { Decider } from "./request";
import { and, not, noted, someHolds, type Tri } from "./tri";
import { isConstant, parseTemplate, resolve } from "./variables";
import { matchesPattern, patternOf } from "./wildcards";

/** A statement, ready to be matched any number of times. */
export interface CompiledStatement {
  readonly effect: "Allow" | "Deny";
  readonly decider: Decider;
  readonly matchesAction: (action: string) => boolean;
  readonly principals: Principals | undefined;
  readonly notPrincipals: Principals | undefined;
  /** `undefined` where the statement has no Resource. */
  readonly matchesResource: ((resource: string, context: RequestContext, unknown: string[]) => Tri) | undefined;
  readonly conditions: readonly Condition[];
  /** Whether AWS accepts it in some kind of policy. If not, its effect is unknown. */
  readonly isSound: boolean;
  /** The kinds of policy in which AWS does not accept it. */
  readonly refusedIn: ReadonlySet<PolicyKind>;
}

const compiled = new WeakMap<Policy, readonly CompiledStatement[]>();

/** The statements of a policy, compiled once. */
export function statementsOf(policy: Policy): readonly CompiledStatement[] {
  const known = compiled.get(policy);
  if (known) return known;
  const all = (policy.statements as readonly unknown[]).map((one) => compile(isObject(one) ? one : {}, policy));
  compiled.set(policy, all);
  return all;
}

function compile(elements: Elements, { source, version = WITH_VARIABLES }: Policy): CompiledStatement {
  const { Sid, Effect, Principal, NotPrincipal, Action, Resource, NotResource, Condition = {} } = elements;
  const hasVariables = version === WITH_VARIABLES;
  const actions = actionsOf(elements);
  const resources = resourcesOf(elements);
  const conditions = compileConditions(Condition, hasVariables);
  const principals = compilePrincipals(Principal);
  const notPrincipals = compilePrincipals(NotPrincipal);
  return {
    effect: Effect === "Allow" ? "Allow" : "Deny",
    decider: { source, sid: typeof Sid === "string" ? Sid : NO_SID },
    // For a statement that cannot be read, the actions and resources are unknown.
    matchesAction: actionMatcher(actions ?? ["*"], actions !== undefined && Action === undefined),
    principals,
    notPrincipals,
    matchesResource:
      Resource === undefined && NotResource === undefined
        ? undefined
        : resourceMatcher(resources ?? ["*"], resources !== undefined && Resource === undefined, hasVariables),
    conditions: conditions ?? [],
    isSound:
      isAccepted(elements, version) &&
      actions !== undefined &&
      resources !== undefined &&
      conditions !== undefined &&
      (Principal === undefined || principals !== undefined) &&
      (NotPrincipal === undefined || notPrincipals !== undefined),
    refusedIn: kindsWithout(elements, version),
  };
}

/**
 * Actions are case-insensitive and may contain wildcards.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
 */
function actionMatcher(texts: readonly string[], isNot: boolean): (action: string) => boolean {
  const patterns = texts.map((text) => patternOf([{ text: text.toLowerCase(), literal: false }]));
  const known = new Map<string, boolean>();
  return (action) => {
    const found = known.get(action);
    if (found !== undefined) return found;
    const lower = action.toLowerCase();
    const matches = someHolds(patterns, (pattern) => matchesPattern(pattern, lower, UNLIMITED)) !== isNot;
    // Requests use few different actions, unless somebody invents them.
    if (known.size < 1_000) known.set(action, matches);
    return matches;
  };
}

/**
 * Resources are case-sensitive and may contain wildcards and variables. A variable without a value matches nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
 */
function resourceMatcher(texts: readonly string[], isNot: boolean, hasVariables: boolean) {
  const matchers = texts.map((text) => {
    const template = parseTemplate(completed(text), hasVariables);
    const constant = isConstant(template) ? resourcePattern(template) : undefined;
    return (resource: string, context: RequestContext, unknown: string[]): Tri => {
      const resolved = constant ? [] : resolve(template, context);
      // AWS does not document whether a text without a value differs from the resource.
      if (resolved === "no value") return isNot ? noted(unknown, text) : false;
      if ("unknown" in resolved) return noted(unknown, resolved.unknown);
      const matches = (constant ?? resourcePattern(resolved))(resource, context.effort);
      return matches === "unknown" ? noted(unknown, text) : matches;
    };
  });
  return (resource: string, context: RequestContext, unknown: string[]): Tri => {
    const found = someHolds(matchers, (matches) => matches(resource, context, unknown));
    return isNot ? not(found) : found;
  };
}

/** How far a statement matches a request. */
export interface Match {
  readonly matches: Tri;
  /** How it names the principal. Identity policies, and NotPrincipal, count as naming the principal itself. */
  readonly naming: Naming;
  /** AWS refuses the statement in such a policy: it may have either effect, or none. */
  readonly isRefused: boolean;
}

type Named = Pick<Match, "matches" | "naming">;

const NO_MATCH: Match = { matches: false, naming: "itself", isRefused: false };

/** Whether the policies of a kind apply to whoever holds them. */
export function isHeld(kind: PolicyKind): boolean {
  return kind === "of principals" || kind === "limiting principals";
}

/** Matches action, principal, resource and conditions, the cheap ones first. All of them must match. */
export function matchStatement(statement: CompiledStatement, kind: PolicyKind, request: Asked): Match {
  const { action, resource, context, unknown } = request;
  if (!statement.matchesAction(action)) return NO_MATCH;
  const named = matchPrincipal(statement, kind, request);
  if (named.matches === false) return NO_MATCH;
  const noted = unknown.length;
  const ofResource = statement.matchesResource
    ? statement.matchesResource(resource, context, unknown)
    : withoutResource(kind);
  let matches = and(named.matches, ofResource);
  for (const condition of statement.conditions) {
    if (matches === false) break;
    matches = and(matches, condition.matches(context, unknown));
  }
  const isRefused = !statement.isSound || statement.refusedIn.has(kind);
  if (isRefused) matches = and(matches, "unknown");
  if (matches === false) {
    // What is unknown does not matter if the statement does not match anyway.
    unknown.length = noted;
  } else if (matches === "unknown" && unknown.length === noted) {
    unknown.push(`statement ${statement.decider.sid} of ${statement.decider.source}`);
  }
  return { matches, naming: named.naming, isRefused };
}

function matchPrincipal(statement: CompiledStatement, kind: PolicyKind, request: Asked): Named {
  const { principals, notPrincipals } = statement;
  if (isHeld(kind)) {
    // AWS refuses one that names a principal.
    return { matches: principals || notPrincipals ? "unknown" : true, naming: "itself" };
  }
  if (kind !== "of a gateway endpoint" && kind !== "of an endpoint") return matchNames(statement, request);
  const atGateway = principals ? namesAtGateway(principals, request.principal) : "unknown";
  const isSame = kind === "of a gateway endpoint" || matchNames(statement, request).matches === atGateway;
  return { matches: isSame ? atGateway : "unknown", naming: "itself" };
}

function matchNames(
  { principals, notPrincipals, effect }: CompiledStatement,
  { principal, hasBoundary }: Asked,
): Named {
  if (principals) {
    const isOpen = effect === "Allow" && isOpenToTokens(principals, principal);
    const naming = isOpen ? "unknown" : namingOf(principals, principal);
    if (naming === "unknown") return { matches: naming, naming: "itself" };
    return naming === undefined ? NO_MATCH : { matches: true, naming };
  }
  if (!notPrincipals) return { matches: "unknown", naming: "itself" };
  // With Allow it names everyone else, unsigned requests included, although AWS's page advises against it.
  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
  const deniesAll = effect === "Deny" && hasBoundary;
  return { matches: deniesAll || not(isExempt(notPrincipals, principal)), naming: "itself" };
}

/**
 * The trust policy of a role has no Resource; in a key policy, a statement without one has no effect. Elsewhere AWS
 * refuses it.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
function withoutResource(kind: PolicyKind): Tri {
  if (kind === "of a role") return true;
  return kind === "of a key" ? false : "unknown";
}
