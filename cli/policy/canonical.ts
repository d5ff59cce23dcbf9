import type { Statement } from "../../modules/policy";

/** A statement in one spelling, so that order and lists of one make no difference. */
export interface Canonical {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principals: Matcher | undefined;
  readonly actions: Matcher;
  readonly resources: Matcher | undefined;
  readonly conditions: readonly Condition[];
  /** The statement itself. */
  readonly statement: Statement;
}

/** Values of which one must match, or none where `not` is set. */
export interface Matcher {
  readonly not: boolean;
  /** Sorted. */
  readonly values: readonly string[];
}

export interface Condition {
  readonly operator: string;
  /** Lower case, as IAM compares it. */
  readonly key: string;
  /** Sorted. */
  readonly values: readonly string[];
}

/** Reads a policy's text. `undefined` where it is no policy. */
export function readStatements(text: unknown): Canonical[] | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const { Statement: all } = JSON.parse(text) as { Statement?: unknown };
    if (all === undefined || typeof all !== "object" || all === null) return undefined;
    return [all].flat().map((statement) => canonical(statement as Statement));
  } catch {
    return undefined;
  }
}

/** Throws a `TypeError` for what is no statement. */
export function canonical(statement: Statement): Canonical {
  const { Sid, Effect } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") throw new TypeError("Effect");
  const all = statement as unknown as Record<string, unknown>;
  const actions = matcher(all["Action"], all["NotAction"], lower);
  if (!actions) throw new TypeError("Action");
  return {
    sid: Sid,
    effect: Effect,
    principals: matcher(principals(all["Principal"]), principals(all["NotPrincipal"])),
    actions,
    resources: matcher(all["Resource"], all["NotResource"]),
    conditions: conditions(all["Condition"]),
    statement,
  };
}

/** Two statements of one text mean the same, whatever their Sids. */
export function meaningOf({ effect, principals: who, actions, resources, conditions: when }: Canonical): string {
  return JSON.stringify([effect, who, actions, resources, when]);
}

function matcher(values: unknown, not: unknown, spell: (text: string) => string = same): Matcher | undefined {
  if (values === undefined && not === undefined) return undefined;
  return {
    not: values === undefined,
    values: texts(values ?? not)
      .map(spell)
      .sort(),
  };
}

function principals(value: unknown): unknown {
  if (value === undefined || value === "*") return value;
  // AWS takes both for everyone: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (isEveryone(value)) return "*";
  if (typeof value !== "object" || value === null) throw new TypeError("Principal");
  return Object.entries(value).flatMap(([kind, names]) => texts(names).map((name) => `${kind}:${rootOf(kind, name)}`));
}

function isEveryone(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]![0] === "AWS" && texts(entries[0]![1]).join() === "*";
}

/** An account's number and its root's ARN name the same principal. */
function rootOf(kind: string, name: string): string {
  return kind === "AWS" && /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name;
}

function conditions(block: unknown): Condition[] {
  if (block === undefined) return [];
  if (typeof block !== "object" || block === null) throw new TypeError("Condition");
  const all = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries((keys ?? {}) as object).map(([key, values]) => ({
      operator,
      key: lower(key),
      values: texts(values).sort(),
    })),
  );
  return all.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function texts(value: unknown): string[] {
  return [value].flat().map(String);
}

function lower(text: string): string {
  return text.toLowerCase();
}

function same(text: string): string {
  return text;
}
