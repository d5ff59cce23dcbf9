import { parseArn, type Statement } from "../../../modules/policy";
import { coversAction } from "../patterns";
import type { Caller } from "./caller";

/**
 * The statements that could bear on a call, by action and principal alone, in their order. The others decide nothing: a
 * statement takes part only if its action and its principal match. Most of a simulation's time goes into finding that
 * out.
 */
export function relevantStatements(statements: readonly Statement[], action: string, caller: Caller): Statement[] {
  return concerning(statements, caller).filter((statement) => isPublicAllow(statement) || speaksOf(statement, action));
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

/** Places of statements by whom they concern, so that a policy of a thousand principals is not searched for each. */
interface Index {
  /** Of those that concern everybody, or whom cannot be told by name. */
  readonly everybody: readonly number[];
  /** By ARN, account number or service. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
}

const indexes = new WeakMap<readonly Statement[], Index>();
const concerned = new WeakMap<Caller, WeakMap<readonly Statement[], readonly Statement[]>>();

function concerning(statements: readonly Statement[], caller: Caller): readonly Statement[] {
  const known = concerned.get(caller) ?? new WeakMap<readonly Statement[], readonly Statement[]>();
  concerned.set(caller, known);
  const found = known.get(statements);
  if (found) return found;
  const index = indexes.get(statements) ?? indexOf(statements);
  indexes.set(statements, index);
  const named = namesOf(caller).flatMap((name) => index.byName.get(name) ?? []);
  const places = [...new Set([...index.everybody, ...named])].sort((a, b) => a - b);
  const all = places.map((place) => statements[place]!);
  known.set(statements, all);
  return all;
}

function indexOf(statements: readonly Statement[]): Index {
  const everybody: number[] = [];
  const byName = new Map<string, number[]>();
  for (const [place, statement] of statements.entries()) {
    const { Principal } = statement;
    if (typeof Principal !== "object" || Principal.Federated !== undefined || namesEveryone(Principal)) {
      everybody.push(place);
      continue;
    }
    const { AWS = [], Service = [] } = Principal;
    for (const name of [...[AWS].flat().map(accountOrName), ...[Service].flat()]) {
      const places = byName.get(name);
      if (places) places.push(place);
      else byName.set(name, [place]);
    }
  }
  return { everybody, byName };
}

/** By what names statements can concern a caller. Those of an account concern everybody there whom IAM allows. */
function namesOf(caller: Caller): string[] {
  switch (caller.kind) {
    case "principal":
      return [caller.arn, parseArn(caller.arn)?.account ?? caller.arn];
    case "service":
      return [caller.service];
    case "anonymous":
      return [];
  }
}

/** The root stands for its account. */
function accountOrName(principal: string): string {
  const { account, resource } = parseArn(principal) ?? {};
  return account !== undefined && resource === "root" ? account : principal;
}
