import type { Statement } from "../../modules/policy";
import { coversAction } from "./patterns";

const spokenOf = new WeakMap<Statement, Map<string, boolean>>();

/** Whether a statement's actions cover this one. NotAction, which the types omit, may cover any. */
export function speaksOf(statement: Statement, action: string): boolean {
  const known = spokenOf.get(statement) ?? new Map<string, boolean>();
  spokenOf.set(statement, known);
  const matches = known.get(action) ?? (statement.Action === undefined || coversAction(statement.Action, action));
  known.set(action, matches);
  return matches;
}

/** Whether a statement of a resource policy applies to all callers. */
export function namesEveryone(principal: Statement["Principal"]): boolean {
  return principal === "*" || [principal?.AWS ?? []].flat().includes("*");
}
