import type { OneOrMany, Statement } from "./statement";

/** The order in which AWS's own documents list a statement's elements. */
const ELEMENTS = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "Resource", "Condition"] as const;

/**
 * Policy JSON for a Terraform argument: compact, elements in AWS's order, lists of one as scalars, lists without
 * duplicates, everything else as given. The same statements give the same bytes. CDKTF tokens stay intact. Policy
 * variables are escaped for Terraform (`$${aws:username}`) so that AWS receives `${aws:username}`.
 */
export function renderPolicy(statements: readonly Statement[]): string {
  return escapePolicyVariables(policyJson(statements));
}

/** The same document as AWS stores it, policy variables unescaped. Its size is what AWS measures. */
export function policyJson(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements.map(ordered) });
}

function ordered(statement: Statement): Record<string, unknown> {
  const present = ELEMENTS.filter((element) => statement[element] !== undefined);
  return Object.fromEntries(present.map((element) => [element, tidy(statement[element])]));
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return collapse(value as string[]);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(present.map(([key, inner]) => [key, tidy(inner)]));
}

function collapse(values: readonly string[]): OneOrMany {
  const distinct = [...new Set(values)];
  return distinct.length === 1 ? distinct[0]! : distinct;
}

/**
 * `${aws:username}`, `${s3:prefix}` and the literals `${*}`, `${?}`, `${$}` belong to IAM; `${aws_kms_key.k.arn}`
 * and tokens belong to Terraform and stay. `::` is a Terraform provider function. `%{` would start a
 * Terraform directive.
 */
function escapePolicyVariables(json: string): string {
  return json.replace(/(?<!\$)\$\{(?=[A-Za-z0-9.-]+:(?!:)|[*?$]\})/g, () => "$${").replace(/(?<!%)%\{/g, () => "%%{");
}
