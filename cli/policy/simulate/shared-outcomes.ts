import { parseArn, type Statement } from "../../../modules/policy";
import type { Call } from "./call";
import { namesEveryone } from "./relevance";

/** The statements that bear on a call. */
export interface Bearing {
  readonly ofIdentity: readonly Statement[];
  readonly ofResource: readonly Statement[];
}

/**
 * Names a call by all that can matter: calls of one name are decided by statements of the same places in `Bearing`,
 * whoever makes them. `undefined` where a statement reads more of the call than its conditions say.
 *
 * Statements count by what they say. Their Sids decide nothing; nor does the name of the caller where a statement allows
 * him by it, since then nothing else is asked of it.
 */
export function sharedName(
  { caller, action, resource, account, context: ofRequest, resourcePolicy, blocksPublicAccess = false }: Call,
  context: Readonly<Record<string, string>>,
  { ofIdentity, ofResource }: Bearing,
): string | undefined {
  const statements = [...ofIdentity, ...ofResource];
  if (statements.some(hasVariables) || ofResource.some(namesMore)) return undefined;
  const read = new Set(statements.flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap(keysOf)));
  const values = Object.entries(context).filter(([key]) => read.has(key.toLowerCase()));
  const arn = caller.kind === "principal" ? caller.arn : undefined;
  const { account: home, resource: type = "" } = parseArn(arn ?? "") ?? {};
  // A Deny for everyone does not ask who calls.
  const who = statements.some(({ Effect }) => Effect === "Allow")
    ? [caller.kind, type.split("/")[0], home === account, blocksPublicAccess]
    : [];
  const sayings = [ofIdentity.map((one) => numberOf(one)), ofResource.map((one) => numberOf(one, arn))];
  const isOfRole = action === "sts:AssumeRole" && statements.every(({ Resource = "*" }) => Resource === "*");
  const what = [action, isOfRole ? "any role" : resource, account, resourcePolicy === undefined];
  // The names of all keys, since the simulator may refuse a call for one that no statement reads.
  return JSON.stringify([...what, who, Object.keys(ofRequest), values, ...sayings]);
}

/** Whom a statement leaves out, or denies by name. */
function namesMore({ Effect, Principal, NotPrincipal }: Statement): boolean {
  return NotPrincipal !== undefined || (Effect === "Deny" && !namesEveryone(Principal));
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

/** By what a statement says, for callers whom it does not name, and for one whom it does. */
const numbers = new Map<string, number>();
const numbersOf = new WeakMap<Statement, { others?: number; named?: number }>();
let count = 0;

/** One number for all statements that say the same to a caller. */
function numberOf(statement: Statement, arn?: string): number {
  const known = numbersOf.get(statement) ?? {};
  numbersOf.set(statement, known);
  const { Sid: _, Principal, ...rest } = statement;
  const isNamed = arn !== undefined && typeof Principal === "object" && [Principal.AWS ?? []].flat().includes(arn);
  const kind = isNamed && !namesEveryone(Principal) ? "named" : "others";
  return (known[kind] ??= numberOfText(JSON.stringify([rest, kind === "named" ? "the caller" : Principal])));
}

function numberOfText(text: string): number {
  const number = numbers.get(text) ?? (count += 1);
  // Mutation tests make new statements for hours.
  if (numbers.size >= 100_000) numbers.clear();
  numbers.set(text, number);
  return number;
}
