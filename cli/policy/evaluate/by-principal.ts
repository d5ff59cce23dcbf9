import type { Policy } from "../document";
import { namesOf } from "./principals";
import type { Principal } from "./request";
import { statementsOf, type CompiledStatement } from "./statement";

/** Positions of statements in a policy. */
interface Index {
  /** Those that may name anybody. */
  readonly anybody: readonly number[];
  readonly byName: ReadonlyMap<string, readonly number[]>;
}

const indexes = new WeakMap<Policy, Index>();
const found = new WeakMap<Policy, WeakMap<Principal, readonly CompiledStatement[]>>();

/**
 * The statements of a resource's policy that may name a principal, in their order. No other statement can match a
 * request of it. A key policy with a statement for each of a thousand roles is judged as fast as one for a single role.
 */
export function statementsFor(policy: Policy, principal: Principal): readonly CompiledStatement[] {
  const byPrincipal = found.get(policy) ?? new WeakMap<Principal, readonly CompiledStatement[]>();
  found.set(policy, byPrincipal);
  const known = byPrincipal.get(principal);
  if (known) return known;
  const all = statementsOf(policy);
  const { anybody, byName } = indexOf(policy);
  const named = namesOf(principal).flatMap((name) => byName.get(name) ?? []);
  const statements = [...new Set([...anybody, ...named])].sort((a, b) => a - b).map((position) => all[position]!);
  byPrincipal.set(principal, statements);
  return statements;
}

function indexOf(policy: Policy): Index {
  const known = indexes.get(policy);
  if (known) return known;
  const anybody: number[] = [];
  const byName = new Map<string, number[]>();
  statementsOf(policy).forEach(({ principals }, position) => {
    // Whose canonical user somebody is may not be known.
    if (!principals || principals.everyone || principals.canonicalUsers.size > 0) anybody.push(position);
    else {
      const { aws, kin, services, federated } = principals;
      for (const name of new Set([...aws, ...kin, ...services, ...federated])) {
        const positions = byName.get(name);
        if (positions) positions.push(position);
        else byName.set(name, [position]);
      }
    }
  });
  const index = { anybody, byName };
  indexes.set(policy, index);
  return index;
}
