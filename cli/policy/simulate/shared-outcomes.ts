import { parseArn, type Statement } from "../../../modules/policy";
import type { Call } from "./call";
import { namesEveryone } from "./relevance";

/** The statements that bear on a call. */
export interface Bearing {
  readonly ofIdentity: readonly Statement[];
  readonly ofResource: readonly Statement[];
}

/**
 * Names a call by all that can matter: calls of one name have one outcome, whoever makes them. `undefined` where a
 * statement names the caller himself, or reads more of the call than its conditions say.
 */
export function sharedName(
  { caller, action, resource, account, context: ofRequest, blocksPublicAccess = false }: Call,
  context: Readonly<Record<string, string>>,
  { ofIdentity, ofResource }: Bearing,
): string | undefined {
  const statements = [...ofIdentity, ...ofResource];
  const arn = caller.kind === "principal" ? caller.arn : undefined;
  if (statements.some(hasVariables) || ofResource.some((statement) => namesHim(statement, arn))) return undefined;
  const read = new Set(statements.flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap(keysOf)));
  const values = Object.entries(context).filter(([key]) => read.has(key.toLowerCase()));
  // A Deny for everyone does not ask who calls.
  const who = statements.some(({ Effect }) => Effect === "Allow")
    ? [caller.kind, arn && parseArn(arn)?.account === account, blocksPublicAccess]
    : [];
  const ids = [ofIdentity.map(numberOf), ofResource.map(numberOf)];
  // The names of all keys, since the simulator may refuse a call for one that no statement reads.
  return JSON.stringify([action, resource, account, who, Object.keys(ofRequest), values, ...ids]);
}

function namesHim({ Effect, Principal, NotPrincipal }: Statement, arn: string | undefined): boolean {
  if (NotPrincipal !== undefined || (Effect === "Deny" && !namesEveryone(Principal))) return true;
  return arn !== undefined && typeof Principal === "object" && [Principal.AWS ?? []].flat().includes(arn);
}

function keysOf(block: object): string[] {
  return Object.keys(block).map((key) => key.toLowerCase());
}

const variables = new WeakMap<Statement, boolean>();

/** `${aws:username}` reads what no condition key names. */
function hasVariables(statement: Statement): boolean {
  const known = variables.get(statement) ?? JSON.stringify(statement).includes("${");
  variables.set(statement, known);
  return known;
}

const numbers = new WeakMap<Statement, number>();
let count = 0;

function numberOf(statement: Statement): number {
  const number = numbers.get(statement) ?? (count += 1);
  numbers.set(statement, number);
  return number;
}
