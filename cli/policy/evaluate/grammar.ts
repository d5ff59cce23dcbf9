import { VERSIONS } from "../document";
import { hasWildcardAsService, isIncomplete } from "./arn-patterns";

/** The elements of a statement, whatever they hold. */
export type Elements = Readonly<Record<string, unknown>>;

/** Only the newer version of the language has variables. */
export const WITH_VARIABLES = "2012-10-17";

/**
 * Whether AWS accepts the version, the effect and the choice of elements. The effect of a statement that it refuses is
 * unknown.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function isAccepted(elements: Elements, version: string): boolean {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = elements;
  const pairs = [
    [Action, NotAction],
    [Resource, NotResource],
    [Principal, NotPrincipal],
  ];
  return (
    VERSIONS.includes(version) &&
    (Effect === "Allow" || Effect === "Deny") &&
    pairs.every((pair) => pair.includes(undefined)) &&
    !isEmptyList(NotAction) &&
    !isEmptyList(NotResource)
  );
}

/**
 * The kinds of policy, as far as AWS takes different statements in them. Session policies and SCPs limit principals, RCPs
 * limit resources. Of an endpoint it may not be known whether it is a gateway; at an interface endpoint, the policy is like
 * one of a resource.
 */
export type PolicyKind = "of principals" | (typeof PARTICULAR)[number];

/** Those that do not take everything that policies of principals take. */
const PARTICULAR = [
  ...(["limiting principals", "limiting resources", "of a resource", "of a key", "of a role"] as const),
  ...(["of an endpoint", "of a gateway endpoint"] as const),
] as const;

/** The kinds of policy that may not contain such a statement, whose effect in them is unknown. */
export function kindsWithout(elements: Elements, version: string): ReadonlySet<PolicyKind> {
  return new Set(PARTICULAR.filter((kind) => !mayContain(kind, elements, version)));
}

/**
 * AWS completes ARNs in policies of principals only.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html#arns-paths-wildcards
 */
function mayContain(kind: (typeof PARTICULAR)[number], elements: Elements, version: string): boolean {
  if (kind === "of a role") return isOfTrustPolicy(elements);
  const isWhole = !(resourcesOf(elements) ?? []).some(isIncomplete);
  return isWhole && (kind !== "limiting resources" || isOfRcp(elements, version));
}

/**
 * A trust policy is about its role, and "may only specify STS AssumeRole actions", as IAM's error says.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-role-trust-policy-syntax-error-resource
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
 */
function isOfTrustPolicy({ Action, NotAction, NotPrincipal, Resource, NotResource }: Elements): boolean {
  const isAboutOthers = [NotAction, NotPrincipal, Resource, NotResource].some((element) => element !== undefined);
  return !isAboutOthers && [Action].flat().every((action) => /^sts:/i.test(String(action)));
}

/**
 * RCPs deny actions of named services to everyone, under conditions. The one Allow is that of RCPFullAWSAccess.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
function isOfRcp({ Effect, Principal, Action, NotAction, Resource, Condition }: Elements, version: string): boolean {
  if (Principal !== "*" || version !== WITH_VARIABLES) return false;
  const isOfAll = [Action].flat().includes("*");
  if (Effect === "Allow") return isOfAll && [Resource].flat().includes("*") && Condition === undefined;
  return !isOfAll && NotAction === undefined;
}

/** The actions that a statement is about; `undefined` where AWS refuses one. */
export function actionsOf({ Action, NotAction }: Elements): readonly string[] | undefined {
  return textsIn(Action ?? NotAction, isAction);
}

/** The resources that a statement is about; `undefined` where AWS refuses one. */
export function resourcesOf({ Resource, NotResource }: Elements): readonly string[] | undefined {
  return textsIn(Resource ?? NotResource ?? [], isResource);
}

/** Whether an element is a text or a list of texts. */
export function isTexts(element: unknown): element is string | readonly string[] {
  return [element].flat().every((one) => typeof one === "string");
}

function textsIn(element: unknown, isRight: (text: string) => boolean): readonly string[] | undefined {
  if (!isTexts(element)) return undefined;
  const texts = [element].flat();
  return texts.every(isRight) ? texts : undefined;
}

/**
 * The prefix of an action names one service: IAM's error is "Action vendors must not contain wildcards".
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
function isAction(text: string): boolean {
  return text === "*" || /^[a-z\d-]+:/i.test(text);
}

/**
 * An ARN, in which no condition key is a variable before the resource. References of Terraform may become one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse
 */
function isResource(text: string): boolean {
  if (text === "*" || REFERENCE.test(text)) return true;
  return text.startsWith("arn:") && !hasEarlyVariable(text) && !hasWildcardAsService(text);
}

const REFERENCE = /^\$\{[^:}]*\}/;
/** Whether one of the colons before the resource is part of a variable. */
function hasEarlyVariable(text: string): boolean {
  return text.split(":", 5).some((part) => part.lastIndexOf("${") > part.lastIndexOf("}"));
}

/**
 * AWS accepts a list of nothing, which "does not affect the policy". It does not say what all but nothing is.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
function isEmptyList(element: unknown): boolean {
  return Array.isArray(element) && element.length === 0;
}
