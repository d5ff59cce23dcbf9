import type { RequestContext } from "./context";
import { EACH } from "./effort";
import type { PatternPart } from "./wildcards";

/**
 * A text of a policy with its variables: `${aws:username}`, with a default `${aws:PrincipalTag/team, 'none'}`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type Template = readonly (PatternPart | Variable)[];

interface Variable {
  /** Name of the condition key in lower case; `undefined` for a text that AWS does not document as a variable. */
  readonly key: string | undefined;
  /** As the policy writes it. */
  readonly name: string;
  readonly fallback?: string | undefined;
}

/** What a template gives for a request; "no value" where a variable has none. */
export type Resolved = readonly PatternPart[] | "no value" | { readonly unknown: string };

/**
 * Policies of version 2008-10-17 have no variables. `${*}`, `${?}` and `${$}` stand for the characters themselves.
 */
export function parseTemplate(text: string, hasVariables: boolean): Template {
  const parts: (PatternPart | Variable)[] = [];
  let at = 0;
  while (hasVariables) {
    const start = text.indexOf("${", at);
    if (start < 0) break;
    const end = text.indexOf("}", start);
    if (end < 0) return [{ key: undefined, name: text.slice(start) }];
    parts.push({ text: text.slice(at, start), literal: false });
    parts.push(parseVariable(text.slice(start + 2, end)));
    at = end + 1;
  }
  parts.push({ text: text.slice(at), literal: false });
  return parts;
}

/** A name has a colon. Anything else is not AWS's, such as a Terraform reference. */
const VARIABLE = /^([\p{L}\p{N}_.-]+:[\p{L}\p{N}\p{Zs}_.:/=+@-]*)(?:, '([^']*)')?$/u;

function parseVariable(inner: string): PatternPart | Variable {
  if (inner === "*" || inner === "?" || inner === "$") return { text: inner, literal: true };
  const [, name, fallback] = VARIABLE.exec(inner) ?? [];
  return { key: name?.toLowerCase(), name: `\${${name ?? inner}}`, fallback };
}

/** Whether a template is the same for every request. */
export function isConstant(template: Template): template is readonly PatternPart[] {
  return !template.some(isVariable);
}

/** The value of a variable is literal text, including any wildcards. */
export function resolve(template: Template, context: RequestContext): Resolved {
  const parts: PatternPart[] = [];
  let lacksValue = false;
  let length = 0;
  for (const part of template) {
    if (!isVariable(part)) {
      parts.push(part);
      continue;
    }
    const values = part.key === undefined ? "unknown" : context.valuesOf(part.key);
    // A variable requires a key with one value.
    if (values === "unknown" || values.length > 1) return { unknown: part.name };
    const value = values[0] ?? part.fallback;
    if (value === undefined) lacksValue = true;
    else {
      parts.push({ text: value, literal: true });
      length += value.length;
    }
  }
  if (lacksValue) return "no value";
  // A thousand values of a megabyte are longer than a text can be.
  context.effort.spend(EACH + length);
  return parts;
}

function isVariable(part: PatternPart | Variable): part is Variable {
  return "key" in part;
}
