import type { Statement } from "../../modules/policy";
import { readDocument } from "./document";
import { coversUnder, patternCovers } from "./patterns";

/** A statement in a canonical form: statements that AWS treats as equal have equal forms. */
export interface Canonical {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** Each with its kind: `AWS:111122223333`, `Service:cloudtrail.amazonaws.com`; only `*` for everyone. */
  readonly principals: Matcher | undefined;
  readonly actions: Matcher;
  readonly resources: Matcher | undefined;
  readonly conditions: readonly Condition[];
  /** Equal for statements with the same meaning, whatever their Sids. */
  readonly meaning: string;
  /** The statement as it was written. */
  readonly statement: Statement;
}

/** Values of which one must match, or with `not`, none. */
export interface Matcher {
  readonly not: boolean;
  /** Sorted, without values that another one covers. */
  readonly values: readonly string[];
}

export interface Condition {
  readonly operator: string;
  /** Lower case, because AWS ignores its case. */
  readonly key: string;
  /** Sorted, without values that another one covers. */
  readonly values: readonly string[];
}

export interface CanonicalPolicy {
  readonly version: string;
  readonly statements: readonly Canonical[];
}

/** Reads a policy document. Throws an `InvalidPolicy`, like `readDocument`. */
export function canonicalPolicy(text: unknown): CanonicalPolicy {
  const { version, statements } = readDocument(text);
  return { version, statements: statements.map(canonical) };
}

/**
 * The canonical form of a statement from `readDocument`. Does not change what AWS compares case-sensitively: condition
 * operators ("Invalid Condition type : stringEquals"), names of services, and values.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function canonical(statement: Statement): Canonical {
  const { Sid: sid, Effect: effect } = statement;
  const all = statement as unknown as Readonly<Record<string, unknown>>;
  const matcher = (element: string, spell: (value: unknown) => string[], covers = patternCovers) =>
    [false, true].flatMap((not): Matcher[] => {
      const value = all[not ? `Not${element}` : element];
      return value === undefined ? [] : [{ not, values: fewest(spell(value), covers) }];
    })[0];
  const principals = matcher("Principal", principalsOf, (wide, narrow) => wide === narrow);
  const actions = matcher("Action", (value) => texts(value).map(lower))!;
  const resources = matcher("Resource", texts);
  const conditions = conditionsOf(all["Condition"] ?? {});
  const meaning = JSON.stringify([effect, principals ?? null, actions, resources ?? null, conditions]);
  return { sid, effect, principals, actions, resources, conditions, meaning, statement };
}

/**
 * Whether a difference in the versions of two policies matters: in version 2008-10-17, a policy variable is literal
 * text.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function versionsDiffer(one: CanonicalPolicy, other: CanonicalPolicy): boolean {
  const hasVariables = ({ statements }: CanonicalPolicy) => statements.some(({ meaning }) => meaning.includes("${"));
  return one.version !== other.version && (hasVariables(one) || hasVariables(other));
}

/** Everyone includes all other named principals. AWS treats `"*"` and `{ "AWS": "*" }` as equal. */
function principalsOf(value: unknown): string[] {
  if (value === "*") return ["*"];
  const kinds = Object.entries(value as object).map(([kind, names]) => [kind, texts(names)] as const);
  if (kinds.some(([kind, names]) => kind === "AWS" && names.includes("*"))) return ["*"];
  return kinds.flatMap(([kind, names]) => names.map((name) => `${kind}:${kind === "AWS" ? accountOf(name) : name}`));
}

/**
 * The root ARN of an account and its id mean the same principal. The partition does not matter, because AWS refuses a
 * principal of another one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
function accountOf(principal: string): string {
  return principal.replace(/^arn:aws[a-z-]*:iam::(\d{12}):root$/, "$1");
}

function conditionsOf(block: object): Condition[] {
  const all = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys as object).map(([key, values]) => ({
      operator,
      key: lower(key),
      values: fewest(texts(values), coversUnder(operator)),
    })),
  );
  const name = ({ operator, key, values }: Condition) => JSON.stringify([operator, key, values]);
  return all.sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** The values without those that another one covers, so that redundant values make no difference. */
function fewest(values: readonly string[], covers: (wide: string, narrow: string) => boolean): string[] {
  const distinct = [...new Set(values)].sort();
  const wide = distinct.filter((value) => /[*?]/.test(value));
  return distinct.filter((value) => !wide.some((other) => other !== value && covers(other, value)));
}

function texts(value: unknown): string[] {
  return [value].flat().map(String);
}

function lower(text: string): string {
  return text.toLowerCase();
}
