import { Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { unknownOptions, type KeysOf } from "./known-options";
import { isAccountId, isRegion, regionAdvice } from "./limits/formats";
import { type Range } from "./limits/numbers";
import {
  addedProblems,
  isArnOf,
  foreignPartitions,
  partitionOf,
  policyProblems,
  principalAdvice,
  type AddedTo,
  type Location,
  type PolicyKind,
  type Statement,
} from "./policy";

/** A sentence that says what is wrong, without the path in front. A falsy value means no problem. */
export type Problem = string | false | undefined;

/**
 * Throws one error with every problem, each after the construct's path: `prod-archive/Key: deletionWindowInDays must be
 * 7 to 30 days, got 5`.
 */
export function assertValid(scope: IConstruct, problems: readonly Problem[]): void {
  const found = problems.filter((problem) => typeof problem === "string");
  if (found.length > 0) throw new Error(found.map((problem) => `${pathOf(scope)}: ${problem}`).join("\n"));
}

/** A construct's path as in Terraform's addresses, which leave out `Default`. */
export function pathOf({ node }: IConstruct): string {
  return node.path.replaceAll("/Default", "");
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What a caller without type checking gave, for a message. */
export function shown(value: unknown): string {
  if (Construct.isConstruct(value)) return `the construct ${pathOf(value)}`;
  if (isObject(value)) return `an object with ${Object.keys(value).join(", ") || "no properties"}`;
  return value === undefined ? "none" : JSON.stringify(value);
}

/** A value that is no list, from callers without type checking. */
export function notList(option: string, value: unknown): Problem {
  return !Array.isArray(value) && `${option} must be a list, got ${shown(value)}`;
}

/** A number that is outside AWS's range or not a whole number. */
export function outOfRange(option: string, value: number | undefined, { min, max }: Range, unit: string): Problem {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  const fits = Number.isInteger(value) && value >= min && value <= max;
  return !fits && `${option} must be ${min} to ${max} ${unit}, got ${value}`;
}

/** A value that is not allowed, for callers without type checking. */
export function notOneOf(option: string, value: string, allowed: readonly string[]): Problem {
  return !allowed.includes(value) && `${option} must be one of "${allowed.join('", "')}", got ${JSON.stringify(value)}`;
}

/** An account or Region from which no valid ARN can be built. */
export function locationProblems({ account, region }: Location): Problem[] {
  return [invalidFormat("account", account, isAccountId, "12 digits"), invalidRegion("region", region)];
}

/** A Region whose partition is unknown, so that no ARN can be built. */
export function invalidRegion(option: string, region: string): Problem {
  if (Token.isUnresolved(region)) return `${option} must be known at synth, since ARNs depend on it, got a token`;
  const advice = regionAdvice(region);
  const problem = invalidFormat(option, region, isRegion, 'a Region code like "eu-central-1"');
  return problem && advice !== undefined ? `${problem}: ${advice}` : problem;
}

/**
 * A string that fails a test from `limits/`; `allowed` completes "must be". Tokens pass, because they have no value
 * yet.
 */
export function invalidFormat(
  option: string,
  value: string,
  test: (value: string) => boolean,
  allowed: string,
): Problem {
  if (Token.isUnresolved(value)) return undefined;
  return !test(value) && `${option} must be ${allowed}, got "${value}"`;
}

/** A text that is not the ARN of one resource of this service. `resource` is how the resource part may begin. */
export function invalidArn(option: string, value: string, service: string, ...resource: string[]): Problem {
  if (Token.isUnresolved(value)) return undefined;
  const example = resource.map((start) => `"arn:aws:${service}:...:${start}..."`).join(" or ");
  const advice = service === "iam" ? principalAdvice(value) : undefined;
  const way = advice === undefined ? "" : `: ${advice}`;
  return !isArnOf(value, service, ...resource) && `${option} must be an ARN like ${example}, got "${value}"${way}`;
}

/** Checks a policy that grows after its construct is created: at synth, before anything is written. */
export function checkPolicyAtSynth(
  scope: IConstruct,
  kind: PolicyKind,
  { region }: Pick<Location, "region">,
  statements: () => readonly Statement[],
): void {
  scope.node.addValidation({
    validate: () => [
      ...policyProblems(statements(), kind),
      ...foreignPartitions(statements(), kind, partitionOf(region)),
    ],
  });
}

/** Throws where a statement cannot be added to a resource's policy. An element that is not known would be left out. */
export function assertAddable(scope: IConstruct, statement: Statement, to: AddedTo): void {
  assertValid(scope, [
    !isObject(statement) &&
      `statement must be an object with Sid, Effect, Principal, Action and Resource, got ${shown(statement)}`,
  ]);
  assertValid(scope, [
    ...unknownOptions(statement, STATEMENT_ELEMENTS, `statement "${statement.Sid}": `),
    ...addedProblems(statement, to),
  ]);
}

const PRINCIPAL_TYPES = { AWS: true, Federated: true, Service: true } as const;

const STATEMENT_ELEMENTS: KeysOf<Statement> = {
  Action: true,
  Condition: true,
  Effect: true,
  NotPrincipal: () => PRINCIPAL_TYPES,
  Principal: () => PRINCIPAL_TYPES,
  Resource: true,
  Sid: true,
};
