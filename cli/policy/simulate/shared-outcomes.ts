import { parseArn, type Statement } from "../../../modules/policy";
import type { Call } from "./call";
import type { Caller } from "./caller";
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
  const traits = statements.map(traitsOf);
  if (traits.some(({ hasVariables }) => hasVariables) || ofResource.some((one) => traitsOf(one).namesMore)) {
    return undefined;
  }
  const values = Object.entries(context).filter(([key]) => traits.some(({ reads }) => reads.has(key.toLowerCase())));
  const arn = caller.kind === "principal" ? caller.arn : undefined;
  // A Deny for everyone does not ask who calls.
  const who = statements.some(({ Effect }) => Effect === "Allow") ? whoCalls(caller, account, blocksPublicAccess) : "";
  const sayings = [ofIdentity.map((one) => numberOf(one)), ofResource.map((one) => numberOf(one, arn))];
  const isOfRole = action === "sts:AssumeRole" && statements.every(({ Resource = "*" }) => Resource === "*");
  const what = [action, isOfRole ? "any role" : resource, account, resourcePolicy === undefined];
  // The names of all keys, since the simulator may refuse a call for one that no statement reads.
  return JSON.stringify([what, who, Object.keys(ofRequest), values, sayings]);
}

/** The kind of the caller, and whether the resource is of his account. */
function whoCalls(caller: Caller, account: string, blocksPublicAccess: boolean): string {
  const parts = caller.kind === "principal" ? parseArn(caller.arn) : undefined;
  return [caller.kind, parts?.resource.split("/")[0], parts?.account === account, blocksPublicAccess].join(" ");
}

interface Traits {
  /** `${aws:username}` reads what no condition key names. */
  readonly hasVariables: boolean;
  /** Whom it leaves out, or denies by name. */
  readonly namesMore: boolean;
  /** Condition keys, in lower case. */
  readonly reads: ReadonlySet<string>;
}

const traitsByStatement = new WeakMap<Statement, Traits>();

function traitsOf(statement: Statement): Traits {
  const known = traitsByStatement.get(statement);
  if (known) return known;
  const { Effect, Principal, NotPrincipal, Condition } = statement;
  const traits = {
    hasVariables: JSON.stringify(statement).includes("${"),
    namesMore: NotPrincipal !== undefined || (Effect === "Deny" && !namesEveryone(Principal)),
    reads: new Set(
      Object.values(Condition ?? {}).flatMap((block) => Object.keys(block).map((key) => key.toLowerCase())),
    ),
  };
  traitsByStatement.set(statement, traits);
  return traits;
}

/** By what a statement says, for callers whom it does not name, and for one whom it does. */
const numbers = new Map<string, number>();
const numbersOf = new WeakMap<Statement, { others?: number; named?: number }>();
let count = 0;

/** One number for all statements that say the same to a caller. */
function numberOf(statement: Statement, arn?: string): number {
  const known = numbersOf.get(statement) ?? {};
  numbersOf.set(statement, known);
  const { Principal } = statement;
  const isNamed = arn !== undefined && typeof Principal === "object" && [Principal.AWS ?? []].flat().includes(arn);
  const kind = isNamed && !namesEveryone(Principal) ? "named" : "others";
  const text = () => {
    const who = kind === "named" ? "the caller" : Principal;
    return JSON.stringify({ ...statement, Sid: undefined, Principal: who });
  };
  return (known[kind] ??= numberOfText(text()));
}

function numberOfText(text: string): number {
  const number = numbers.get(text) ?? (count += 1);
  // Mutation tests make new statements for hours.
  if (numbers.size >= 100_000) numbers.clear();
  numbers.set(text, number);
  return number;
}
