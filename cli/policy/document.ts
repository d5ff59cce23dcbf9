import type { Statement } from "../../modules/policy";
import { isObject } from "../framework/is-object";

/** A policy with where it comes from, so that a deciding statement can be found again. */
export interface Policy {
  /** `prod-archive/aws_kms_key.Key_43586C89` */
  readonly source: string;
  readonly statements: readonly Statement[];
  /** Of the policy language: that of 2008 has no variables. @default "2012-10-17" */
  readonly version?: string;
}

/** A policy document as it was written, its shape checked. */
export interface PolicyDocument {
  readonly version: string;
  readonly statements: readonly Statement[];
}

/** A text that is not a policy document. The message names the element, never its value. */
export class InvalidPolicy extends Error {
  override readonly name = "InvalidPolicy";
}

/** Stands for the Sid of a statement that has none. */
export const NO_SID = "(no Sid)";

/**
 * What AWS assumes where a document names none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
const DEFAULT_VERSION = "2008-10-17";

/** A statement holds at most one of each pair. */
const PAIRS = [
  ["Principal", "NotPrincipal"],
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
] as const;

const ELEMENTS: readonly string[] = ["Sid", "Effect", ...PAIRS.flat(), "Condition"];

/**
 * Reads a policy document, the only way in which this tool does. One statement may stand without a list around it, and
 * an empty Sid is no Sid, as in AWS. Throws an `InvalidPolicy` for what is not a policy: AWS refuses it, and an answer
 * about it would be a guess.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readDocument(text: unknown): PolicyDocument {
  const document = parse(text);
  if (!isObject(document)) throw new InvalidPolicy("the policy is not a JSON object");
  const { Version: version = DEFAULT_VERSION, Statement: written } = document;
  if (typeof version !== "string") throw new InvalidPolicy("Version must be a string");
  if (!isObject(written) && !Array.isArray(written)) {
    throw new InvalidPolicy("Statement must be a statement or a list of statements");
  }
  return { version, statements: ([written].flat() as unknown[]).map(readStatement) };
}

function parse(text: unknown): unknown {
  if (typeof text !== "string") throw new InvalidPolicy("the policy is not a text");
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says quotes the policy.
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
  if (!isTexts(Action ?? NotAction)) return "Action or NotAction must be a string or a list of texts";
  if (!isTexts(Resource ?? NotResource ?? [])) return "Resource and NotResource must be a string or a list of texts";
  if (!isPrincipal(Principal ?? NotPrincipal ?? "*")) return 'Principal must be "*" or texts by kind of principal';
  if (!isConditions(Condition ?? {})) return "Condition must hold values by operator and key";
  return undefined;
}

function isTexts(value: unknown): boolean {
  return [value].flat().every((one) => typeof one === "string");
}

function isPrincipal(value: unknown): boolean {
  return value === "*" || (isObject(value) && Object.values(value).every(isTexts));
}

/** AWS takes numbers and booleans for their texts. */
function isConditions(value: unknown): boolean {
  const isValue = (one: unknown) => ["string", "number", "boolean"].includes(typeof one);
  const isBlock = (keys: unknown) =>
    isObject(keys) && Object.values(keys).every((values) => [values].flat().every(isValue));
  return isObject(value) && Object.values(value).every(isBlock);
}
