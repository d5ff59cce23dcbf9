import type { Policy } from "../policy/document";
import type { Call } from "../policy/evaluate/call";
import { callerContext, principalOf, type Caller } from "../policy/evaluate/caller";
import { RequestContext } from "../policy/evaluate/context";
import { derivedKeys } from "../policy/evaluate/derived-keys";
import { requestOf } from "../policy/evaluate/evaluate";
import { accountOf, isExempt, namingOf } from "../policy/evaluate/principals";
import { namingBy } from "../policy/evaluate/kms";
import { statementsFor } from "../policy/evaluate/by-principal";
import { statementsOf, type CompiledStatement } from "../policy/evaluate/statement";

/**
 * Gives each caller a text, which is the same for two callers if policies cannot tell them apart: `evaluate` then decides
 * these calls alike for both. In an environment of many accounts, most callers are alike for most calls. `calls` are those
 * of one caller; those of another differ in nothing but the caller.
 */
export function likenessFor(calls: readonly Call[]): (caller: Caller) => string {
  const parts = new Set<Likeness>();
  for (const account of new Set(calls.map((call) => call.account))) {
    const own = calls.filter((call) => call.account === account);
    const actions = [...new Set(own.map(({ action }) => action))];
    for (const policy of new Set(own.map(({ resourcePolicy }) => resourcePolicy))) {
      if (policy) parts.add(ofResource(policy, actions, account));
    }
    parts.add(ofIdentity(actions, account));
  }
  for (const grants of new Set(calls.map((call) => call.grants))) {
    for (const { grantee } of grants ?? []) parts.add((caller) => String(namingBy(grantee, principalOf(caller))));
  }
  const all = [...parts];
  return (caller) => all.map((part) => part(caller)).join();
}

type Likeness = (caller: Caller) => string;

const byPolicy = new WeakMap<Policy, Map<string, Likeness>>();

/** How a resource's policy sees a caller of these actions: by which names, and under which conditions on who calls. */
function ofResource(policy: Policy, actions: readonly string[], account: string): Likeness {
  const known = byPolicy.get(policy) ?? new Map<string, Likeness>();
  byPolicy.set(policy, known);
  return remembered(known, `${account} ${actions.join()}`, (caller) => {
    const statements = statementsFor(policy, principalOf(caller)).filter(({ matchesAction }) =>
      actions.some(matchesAction),
    );
    return describe(statements, [policy], account, caller);
  });
}

const byActions = new Map<string, Likeness>();

/** The caller's kind, whether it is of the account, and the statements of its own and its boundary about these actions. */
function ofIdentity(actions: readonly string[], account: string): Likeness {
  return remembered(byActions, `${account} ${actions.join()}`, (caller) => {
    const principal = principalOf(caller);
    const { policies, boundary } = caller.kind === "principal" ? caller : NO_POLICIES;
    const about = (some: readonly Policy[]) => {
      const statements = some.flatMap((policy) =>
        statementsOf(policy).filter(({ matchesAction }) => actions.some(matchesAction)),
      );
      const conditions = statements.length === 0 ? "" : describe(statements, some, account, caller);
      return `${statements.map(idOf).join("+")} ${conditions}`;
    };
    const within = boundary ? `within ${about([boundary])}` : "";
    return `${principal.kind} ${accountOf(principal) === account} ${about(policies)} ${within}`;
  });
}

const NO_POLICIES = { policies: [], boundary: undefined };

function describe(
  statements: readonly CompiledStatement[],
  policies: readonly Policy[],
  account: string,
  caller: Caller,
): string {
  // A variable takes the caller's own name into the policy.
  if (policies.some(hasVariable)) return `only ${idOf(caller)}`;
  const who = whoCalls(caller, account);
  return statements.map((statement) => seen(statement, who, caller)).join("|");
}

/** How a statement sees a caller. The same statements are about many actions. */
function seen(statement: CompiledStatement, { context, keys, known }: WhoCalls, caller: Caller): string {
  const found = known.get(statement);
  if (found !== undefined) return found;
  const { principals, notPrincipals, conditions } = statement;
  const principal = principalOf(caller);
  const named = [
    idOf(statement),
    principals && namingOf(principals, principal),
    notPrincipals && namingOf(notPrincipals, principal),
    notPrincipals && isExempt(notPrincipals, principal),
  ];
  const met = conditions.filter(({ key }) => keys.has(key)).map(({ matches }) => matches(context, []));
  const text = [...named, ...met].join("/");
  known.set(statement, text);
  return text;
}

interface WhoCalls {
  /** Of a request that says nothing but who calls. */
  readonly context: RequestContext;
  /** Condition keys about the caller, in lower case. */
  readonly keys: ReadonlySet<string>;
  readonly known: Map<CompiledStatement, string>;
}

const callers = new WeakMap<Caller, Map<string, WhoCalls>>();

function whoCalls(caller: Caller, account: string): WhoCalls {
  const byAccount = callers.get(caller) ?? new Map<string, WhoCalls>();
  callers.set(caller, byAccount);
  const found = byAccount.get(account);
  if (found) return found;
  const request = requestOf({ caller, action: "", resource: "", account, context: {}, resourcePolicy: undefined });
  const derived = derivedKeys(request.principal, { account, isToS3: false, isThroughService: false });
  const names = Object.keys({ ...derived, ...callerContext(caller) });
  const made = {
    context: new RequestContext(request),
    keys: new Set(names.map((key) => key.toLowerCase())),
    known: new Map<CompiledStatement, string>(),
  };
  byAccount.set(account, made);
  return made;
}

const variables = new WeakMap<Policy, boolean>();

function hasVariable(policy: Policy): boolean {
  const known = variables.get(policy) ?? JSON.stringify(policy.statements).includes("${");
  variables.set(policy, known);
  return known;
}

const texts = new Map<string, string>();

/** Computes a text once for each caller, and a short one in its place. */
function remembered(all: Map<string, Likeness>, name: string, make: Likeness): Likeness {
  const known = all.get(name);
  if (known) return known;
  const made = new WeakMap<Caller, string>();
  const likeness = (caller: Caller): string => {
    const found = made.get(caller);
    if (found !== undefined) return found;
    const long = make(caller);
    const short = texts.get(long) ?? String(texts.size);
    texts.set(long, short);
    made.set(caller, short);
    return short;
  };
  all.set(name, likeness);
  return likeness;
}

const ids = new WeakMap<object, number>();
let last = 0;

function idOf(object: object): number {
  const id = ids.get(object) ?? ++last;
  ids.set(object, id);
  return id;
}
