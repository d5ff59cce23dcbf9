import type { ExpressionJson } from "./plan-json";
import { SENSITIVE } from "./plan";

/** A planned value, with the paths that are known only after apply and have no template. */
interface Filled {
  readonly value: unknown;
  /** Paths such as `rule.0.kms_master_key_id`. */
  readonly unknown: readonly string[];
}

/** The value of an argument at a path, of which the configuration has only references; `undefined` if they do not say it. */
export type ResolveReferences = (references: readonly string[], path: string) => string | undefined;

/** Deeper than any argument of the AWS provider: a deeper plan is not Terraform's. */
export const MAX_DEPTH = 40;

/**
 * Replaces values that are "known after apply" with the templates of the configuration. Escapes known texts as
 * Terraform would, so that both can be resolved in the same way.
 */
export function fill(
  value: unknown,
  unknown: unknown,
  expression: unknown,
  resolve: ResolveReferences = () => undefined,
  path = "",
  depth = 0,
): Filled {
  if (depth > MAX_DEPTH) throw new RangeError(path);
  if (unknown === true) return fromExpression(expression, resolve, path, depth);
  if (typeof value === "string") return { value: escapeTemplate(value), unknown: [] };
  if (typeof value !== "object" || value === null) {
    // A block that is entirely unknown has no value to traverse.
    return hasUnknown(unknown) ? fromExpression(expression, resolve, path, depth) : { value, unknown: [] };
  }
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const inner = constantOf(expression);
  const entries = Object.keys({ ...value, ...(isObjectOrList(unknown) ? unknown : {}) }).map((key) => {
    const filled = fill(child(value, key), child(unknown, key), child(inner, key), resolve, at(key), depth + 1);
    return [key, filled] as const;
  });
  const all = entries.flatMap(([, filled]) => filled.unknown);
  if (Array.isArray(value)) return { value: entries.map(([, filled]) => filled.value), unknown: all };
  const known = entries.filter(([, filled]) => filled.value !== undefined).map(([key, filled]) => [key, filled.value]);
  return { value: Object.fromEntries(known), unknown: all };
}

/** In a template, `$${` and `%%{` are literal text. */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%](?=\{)/g, (mark) => mark + mark);
}

/** Replaces the values that Terraform marks in a mask. */
export function hide(value: unknown, mask: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new RangeError("sensitive values");
  if (mask === true) return value === null || value === undefined ? value : SENSITIVE;
  if (!isObjectOrList(mask) || !isObjectOrList(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => hide(item, child(mask, String(index)), depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, hide(inner, child(mask, key), depth + 1)]),
  );
}

/** A computed attribute has no expression. It is left out, and is not unknown. */
function fromExpression(expression: unknown, resolve: ResolveReferences, path: string, depth: number): Filled {
  if (expression === undefined) return { value: undefined, unknown: [] };
  const { constant_value: constant, references } = (isObjectOrList(expression) ? expression : {}) as ExpressionJson;
  if (constant !== undefined) return { value: constant, unknown: [] };
  if (references !== undefined) return { value: resolve(references, path), unknown: [path] };
  // A block: each of its arguments has its own expression.
  const entries = Object.entries(expression as object).map(
    ([key, inner]) => [key, fill(undefined, true, inner, resolve, `${path}.${key}`, depth + 1)] as const,
  );
  const unknown = entries.flatMap(([, filled]) => filled.unknown);
  if (Array.isArray(expression)) return { value: entries.map(([, filled]) => filled.value), unknown };
  return { value: Object.fromEntries(entries.map(([key, filled]) => [key, filled.value])), unknown };
}

/** A constant contains the expressions of its parts. */
function constantOf(expression: unknown): unknown {
  const constant = isObjectOrList(expression) ? (expression as ExpressionJson).constant_value : undefined;
  return constant === undefined ? expression : asExpressions(constant);
}

function asExpressions(constant: unknown): unknown {
  if (!isObjectOrList(constant)) return { constant_value: constant };
  const entries = Object.entries(constant).map(([key, value]) => [key, { constant_value: value }] as const);
  return Array.isArray(constant) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

function hasUnknown(unknown: unknown): boolean {
  return unknown === true || (isObjectOrList(unknown) && Object.values(unknown).some(hasUnknown));
}

function child(parent: unknown, key: string): unknown {
  return isObjectOrList(parent) && Object.hasOwn(parent, key) ? (parent as Record<string, unknown>)[key] : undefined;
}

function isObjectOrList(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
