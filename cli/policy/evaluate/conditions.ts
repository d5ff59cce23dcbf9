import { isObject } from "../../framework/is-object";
import type { RequestContext } from "./context";
import { OPERATORS, type Operator, type Test } from "./operators";
import { everyHolds, not, noted, someHolds, type Tri } from "./tri";

/**
 * Whether AWS has a condition operator of this name.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isOperator(name: string): boolean {
  return name === "Null" || parseOperator(name) !== undefined;
}

/** One key of a statement's Condition, under one operator. */
export interface Condition {
  /** In lower case. */
  readonly key: string;
  readonly matches: (context: RequestContext, unknown: string[]) => Tri;
}

type Quantifier = "ForAllValues" | "ForAnyValue" | undefined;

const FORM = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/**
 * Compiles a Condition element: all its keys, under all their operators, must match. `undefined` for anything else.
 * Names of keys have a colon.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function compileConditions(block: unknown, hasVariables: boolean): Condition[] | undefined {
  if (!isObject(block)) return undefined;
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    if (!isObject(keys)) return undefined;
    for (const [key, element] of Object.entries(keys)) {
      const values: unknown[] = [element].flat();
      if (!key.includes(":") || !values.every(isValue)) return undefined;
      conditions.push({ key: key.toLowerCase(), matches: compile(operator, key, values.map(String), hasVariables) });
    }
  }
  return conditions;
}

/**
 * AWS treats numbers and booleans as text.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function isValue(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

interface ParsedOperator extends Operator {
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
}

/** `undefined` if AWS has no such operator. */
function parseOperator(name: string): ParsedOperator | undefined {
  const [, quantifier, comparison, ifExists] = FORM.exec(name) ?? [];
  const operator = OPERATORS.get(comparison!);
  return operator && { ...operator, quantifier: quantifier as Quantifier, ifExists: ifExists !== undefined };
}

function compile(
  operator: string,
  name: string,
  values: readonly string[],
  hasVariables: boolean,
): Condition["matches"] {
  const key = name.toLowerCase();
  const parsed = parseOperator(operator);
  if (!parsed && operator !== "Null") return (_, unknown) => noted(unknown, operator);
  // A list of nothing "does not affect the policy", which may mean either.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
  if (values.length === 0) return (_, unknown) => noted(unknown, `${operator} ${name}`);
  if (!parsed) return isNull(name, key, values);
  const { quantifier, negated } = parsed;
  const test = parsed.test(values, hasVariables);
  const matches = negated ? (value: string, context: RequestContext) => not(test(value, context)) : test;
  const whenAbsent = matchesAbsent(parsed);
  return (context, unknown) => {
    const found = context.valuesOf(key);
    if (found === "unknown") return noted(unknown, name);
    // If all values are empty, AWS treats a key with several values as absent.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    if (found.every((value) => value === "") && (quantifier !== undefined || found.length === 0)) return whenAbsent;
    const result = quantified(quantifier, matches, found, context);
    return result === "unknown" ? noted(unknown, `${operator} ${name}`) : result;
  };
}

/**
 * Whether an operator matches a request that does not carry its key. Negated operators do; ForAnyValue does not, negated
 * or not.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function matchesAbsent({ quantifier, negated, ifExists }: ParsedOperator): boolean {
  if (ifExists || quantifier === "ForAllValues") return true;
  return quantifier === undefined && negated;
}

function quantified(quantifier: Quantifier, matches: Test, values: readonly string[], context: RequestContext): Tri {
  if (quantifier === undefined) {
    // A key with several values requires one of the two prefixes; AWS does not document what happens without one.
    return values.length > 1 ? "unknown" : matches(values[0]!, context);
  }
  if (quantifier === "ForAnyValue") return someHolds(values, (value) => matches(value, context));
  return everyHolds(values, (value) => matches(value, context));
}

/**
 * `"true"` requires that the request does not carry the key, `"false"` that it does.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
 */
function isNull(name: string, key: string, values: readonly string[]): Condition["matches"] {
  const wanted = values.map((value) => (/^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : "unknown"));
  return (context, unknown) => {
    const found = context.valuesOf(key);
    if (found === "unknown") return noted(unknown, name);
    const isAbsent = found.length === 0;
    const result = someHolds(wanted, (want) => (want === "unknown" ? want : want === isAbsent));
    return result === "unknown" ? noted(unknown, `Null ${name}`) : result;
  };
}
