import type { Conditions, OneOrMany, Principals, Statement } from "./statement";

/**
 * Merges statements that share a Sid and differ only in their principals, resources or condition values: AWS reads each
 * list as "any of these". Statements that differ in anything else stay separate, and the check of the document then
 * refuses their common Sid. Keeps the order of the first statement with each Sid.
 */
export function foldStatements(statements: readonly Statement[]): Statement[] {
  return statements.reduce<Statement[]>((folded, statement) => {
    const at = folded.findIndex((earlier) => canFold(earlier, statement));
    return at === -1 ? [...folded, statement] : folded.with(at, join(folded[at]!, statement));
  }, []);
}

function canFold(first: Statement, second: Statement): boolean {
  return first.Sid === second.Sid && frame(first) === frame(second);
}

/** A statement without the values that may become a list. */
function frame({ Effect, Principal, NotPrincipal, Action, Resource, Condition = {} }: Statement): string {
  const keys = Object.entries(Condition).map(([operator, values]) => [operator, Object.keys(values ?? {}).sort()]);
  const { AWS, ...others } = typeof Principal === "object" ? Principal : { AWS: undefined, Principal };
  return JSON.stringify([Effect, AWS === undefined, others, NotPrincipal, Action, Resource === undefined, keys.sort()]);
}

function join(first: Statement, second: Statement): Statement {
  const { Principal, Resource, Condition } = first;
  return {
    ...first,
    ...(Principal !== undefined && { Principal: joinPrincipals(Principal, second.Principal) }),
    ...(Resource !== undefined && { Resource: joinValues(Resource, second.Resource) }),
    ...(Condition !== undefined && { Condition: joinConditions(Condition, second.Condition) }),
  };
}

function joinPrincipals(first: Principals, second: Principals | undefined): Principals {
  if (first === "*" || first.AWS === undefined || typeof second !== "object") return first;
  return { ...first, AWS: joinValues(first.AWS, second.AWS) };
}

function joinConditions(first: Conditions, second: Conditions | undefined): Conditions {
  const other = second as Record<string, Record<string, OneOrMany>>;
  return Object.fromEntries(
    Object.entries(first).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys ?? {}).map(([key, values]) => [key, joinValues(values, other[operator]?.[key])]),
      ),
    ]),
  );
}

function joinValues(first: OneOrMany, second: OneOrMany | undefined): OneOrMany {
  const all = [...new Set([first, second ?? []].flat())];
  return all.length === 1 ? all[0]! : all;
}
