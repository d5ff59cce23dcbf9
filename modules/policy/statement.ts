/** One value or several, as policy JSON allows. */
export type OneOrMany = string | readonly string[];

type Comparison =
  | `String${"" | "Not"}${"Equals" | "EqualsIgnoreCase" | "Like"}`
  | `Numeric${"Equals" | "NotEquals" | "LessThan" | "LessThanEquals" | "GreaterThan" | "GreaterThanEquals"}`
  | `Date${"Equals" | "NotEquals" | "LessThan" | "LessThanEquals" | "GreaterThan" | "GreaterThanEquals"}`
  | `Arn${"" | "Not"}${"Equals" | "Like"}`
  | "Bool"
  | "BinaryEquals"
  | "IpAddress"
  | "NotIpAddress";

type Quantifier = "" | "ForAllValues:" | "ForAnyValue:";

/** A condition operator as IAM spells it, with its set quantifier and `IfExists` form. */
export type ConditionOperator = `${Quantifier}${Comparison}${"" | "IfExists"}` | "Null";

/**
 * Condition block: operator, then key, then values. Values are strings, as AWS stores them: `"false"`,
 * not `false`, so that what is read back compares equal.
 */
export type Conditions = { readonly [Operator in ConditionOperator]?: { readonly [key: string]: OneOrMany } };

/** Whom a statement applies to. */
export type Principals =
  // Everyone, including anonymous callers.
  "*" | { readonly AWS?: OneOrMany; readonly Service?: OneOrMany; readonly Federated?: OneOrMany };

/**
 * One statement, spelled as in the JSON that AWS reads. `NotAction` and `NotResource` are left out on
 * purpose: they grant whatever AWS adds next.
 */
export interface Statement {
  /** Letters and digits, unique in its document. Required: reviews and findings name statements by it. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Absent in identity policies only. @default none */
  readonly Principal?: Principals;
  /** Only in a Deny: with Allow it grants everyone else, anonymous callers included. @default none */
  readonly NotPrincipal?: Principals;
  readonly Action: OneOrMany;
  /** Absent in trust policies only. @default none */
  readonly Resource?: OneOrMany;
  /** @default none */
  readonly Condition?: Conditions;
}
