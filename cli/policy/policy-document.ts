/** A statement in one spelling: lists sorted, single values as lists, names that AWS reads in any case in lower case. */
export type CanonicalStatement = Readonly<Record<string, unknown>>;

export interface CanonicalPolicy {
  readonly version: string;
  readonly statements: readonly CanonicalStatement[];
}

/** Reads a policy so that documents that mean the same are the same. Throws for what is no policy JSON. */
export function canonicalPolicy(json: string): CanonicalPolicy {
  const document = JSON.parse(json) as { Version?: unknown; Statement?: unknown } | null;
  const statements = listOf(document?.Statement);
  if (statements.length === 0 || !statements.every(isObject)) throw new Error("the policy has no statements");
  return {
    // What AWS takes a policy for that names none.
    version: typeof document?.Version === "string" ? document.Version : "2008-10-17",
    statements: statements.map(canonicalStatement),
  };
}

function canonicalStatement(statement: Record<string, unknown>): CanonicalStatement {
  const elements = Object.entries(statement).map(([name, value]) => [name, canonicalElement(name, value)] as const);
  return Object.fromEntries(elements.sort(byName));
}

function canonicalElement(name: string, value: unknown): unknown {
  switch (name) {
    case "Action":
    case "NotAction":
      return texts(value).map((action) => action.toLowerCase());
    case "Principal":
    case "NotPrincipal":
      return canonicalPrincipals(value);
    case "Condition":
      return canonicalCondition(value);
    case "Resource":
    case "NotResource":
      return texts(value);
    default:
      return value;
  }
}

/** An account's number and its root are the same principal; so are "*" and any AWS principal. */
function canonicalPrincipals(value: unknown): unknown {
  if (!isObject(value)) return { AWS: texts(value) };
  const kinds = Object.entries(value).map(([kind, names]) => {
    const spelled = kind === "AWS" ? texts(names).map((name) => rootOf(name)) : texts(names);
    return [kind, [...new Set(spelled)].sort()] as const;
  });
  return Object.fromEntries(kinds.sort(byName));
}

function rootOf(principal: string): string {
  return principal.replace(/^arn:aws[a-z-]*:iam::(\d{12}):root$/, "$1");
}

function canonicalCondition(value: unknown): unknown {
  if (!isObject(value)) return value;
  const operators = Object.entries(value).map(([operator, keys]) => {
    const tests = Object.entries(isObject(keys) ? keys : {}).map(
      ([key, values]) => [key.toLowerCase(), texts(values)] as const,
    );
    return [operator, Object.fromEntries(tests.sort(byName))] as const;
  });
  return Object.fromEntries(operators.sort(byName));
}

function texts(value: unknown): string[] {
  return [...new Set(listOf(value).map(String))].sort();
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
