import { parseArn, type Statement } from "../../../modules/policy";
import { coversAction } from "../patterns";
import type { Caller } from "./caller";

/**
 * Whether a statement could bear on a call, by action and principal alone. The others decide nothing, and most of a
 * simulation's time goes into finding that out.
 */
export function isRelevant(statement: Statement, action: string, caller: Caller): boolean {
  return isPublicAllow(statement) || (speaksOf(statement, action) && concerns(statement, caller));
}

const spokenOf = new WeakMap<Statement, Map<string, boolean>>();

/** Whether a statement's actions cover this one. NotAction, which the types leave out, may cover any. */
export function speaksOf(statement: Statement, action: string): boolean {
  const known = spokenOf.get(statement) ?? new Map<string, boolean>();
  spokenOf.set(statement, known);
  const matches = known.get(action) ?? (statement.Action === undefined || coversAction(statement.Action, action));
  known.set(action, matches);
  return matches;
}

/** One such statement makes S3 take the whole policy for public, whatever is asked. */
function isPublicAllow({ Effect, Principal, NotPrincipal }: Statement): boolean {
  return Effect === "Allow" && (NotPrincipal !== undefined || namesEveryone(Principal));
}

/** Whether a statement of a resource policy speaks of all callers. */
export function namesEveryone(principal: Statement["Principal"]): boolean {
  return principal === "*" || [principal?.AWS ?? []].flat().includes("*");
}

function concerns({ Principal }: Statement, caller: Caller): boolean {
  if (typeof Principal !== "object" || namesEveryone(Principal) || Principal.Federated !== undefined) return true;
  switch (caller.kind) {
    case "principal":
      return [Principal.AWS ?? []].flat().some((named) => named === caller.arn || isAccountOf(named, caller.arn));
    case "service":
      return [Principal.Service ?? []].flat().includes(caller.service);
    case "anonymous":
      return false;
  }
}

/** Stands for everybody of the caller's account whom IAM allows. */
function isAccountOf(named: string, arn: string): boolean {
  const { account = named, resource = "root" } = parseArn(named) ?? {};
  return resource === "root" && account === parseArn(arn)?.account;
}
