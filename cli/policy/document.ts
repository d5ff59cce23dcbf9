import type { Statement } from "../../modules/policy";
import { isObject } from "../framework/is-object";

/** A policy with its source, so that a deciding statement can be found. */
export interface Policy {
  /** `prod-archive/aws_kms_key.Key_43586C89` */
  readonly source: string;
  readonly statements: readonly Statement[];
  /** Version of the policy language. Policies of 2008-10-17 have no variables. @default "2012-10-17" */
  readonly version?: string;
}

/** A policy document with a valid shape. */
export interface PolicyDocument {
  readonly version: string;
  readonly statements: readonly Statement[];
}

/** A text that is not a policy document. The message names the element, but never quotes its value. */
export class InvalidPolicy extends Error {
  override readonly name = "InvalidPolicy";
}

/** Shown instead of a missing Sid. */
export const NO_SID = "(no Sid)";

/**
 * The version that AWS assumes for a document without one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
const DEFAULT_VERSION = "2008-10-17";

export const VERSIONS: readonly string[] = [DEFAULT_VERSION, "2012-10-17"];

/** A statement may have only one element of each pair. */
const PAIRS = [
  ["Principal", "NotPrincipal"],
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
] as const;

const ELEMENTS: readonly string[] = ["Sid", "Effect", ...PAIRS.flat(), "Condition"];

/**
 * Reads a policy document; the tool reads policies only with this function. As in AWS, a single statement needs no
 * list, and an empty Sid counts as none. Throws an `InvalidPolicy` for anything that AWS would refuse.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readDocument(text: unknown): PolicyDocument {
  const document = parse(text);
  if (!isObject(document)) throw new InvalidPolicy("the policy is not a JSON object");
  const { Version: version = DEFAULT_VERSION, Statement: written } = document;
  if (typeof version !== "string" || !VERSIONS.includes(version)) {
    throw new InvalidPolicy(`Version must be ${VERSIONS.map((one) => JSON.stringify(one)).join(" or ")}`);
  }
  if (!isObject(written) && !Array.isArray(written)) {
    throw new InvalidPolicy("Statement must be a statement or a list of statements");
  }
  return { version, statements: ([written].flat() as unknown[]).map(readStatement) };
}

function parse(text: unknown): unknown {
  if (typeof text !== "string") throw new InvalidPolicy("the policy is not text");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the policy.
    throw new InvalidPolicy("the policy is not JSON");
  }
}

function readStatement(value: unknown, index: number): Statement {
  if (!isObject(value)) throw new InvalidPolicy(`statement ${index + 1} is not an object`);
  const problem = problemOf(value);
  const { Sid: sid, ...rest } = value;
  const named = typeof sid === "string" && sid !== "";
  if (problem !== undefined) throw new InvalidPolicy(`statement ${named ? sid : index + 1}: ${problem}`);
  return (named ? value : rest) as unknown as Statement;
}

function problemOf(statement: Record<string, unknown>): string | undefined {
  const { Sid, Effect, Action, NotAction, Principal, NotPrincipal, Resource, NotResource, Condition } = statement;
  const unknown = Object.keys(statement).find((element) => !ELEMENTS.includes(element));
  if (unknown !== undefined) return `${JSON.stringify(unknown)} is not an element of a statement`;
  const both = PAIRS.find((pair) => pair.every((element) => statement[element] !== undefined));
  if (both) return `${both.join(" and ")} cannot be combined`;
  if (Sid !== undefined && typeof Sid !== "string") return "Sid must be a string";
  if (Effect !== "Allow" && Effect !== "Deny") return 'Effect must be "Allow" or "Deny"';
  if (!isTexts(Action ?? NotAction)) return "Action or NotAction must be a string or a list of strings";
  if (!isTexts(Resource ?? NotResource ?? [])) return "Resource and NotResource must be a string or a list of strings";
  if (!isPrincipal(Principal ?? NotPrincipal ?? "*")) return 'Principal must be "*" or strings by kind of principal';
  if (!isConditions(Condition ?? {})) return "Condition must contain values by operator and key";
  return undefined;
}

function isTexts(value: unknown): boolean {
  return [value].flat().every((one) => typeof one === "string");
}

function isPrincipal(value: unknown): boolean {
  return value === "*" || (isObject(value) && Object.values(value).every(isTexts));
}

/** AWS accepts numbers and booleans as strings. */
function isConditions(value: unknown): boolean {
  const isValue = (one: unknown) => ["string", "number", "boolean"].includes(typeof one);
  const isBlock = (keys: unknown) =>
    isObject(keys) && Object.values(keys).every((values) => [values].flat().every(isValue));
  return isObject(value) && Object.values(value).every(isBlock);
}
