import { isObject } from "../../framework/is-object";
import type { Environment } from "../../model/environment";

/** Whether the stacks create the caller, or the policy of a key names it. Services are named by their domain. */
export function isNamed({ identities, keys }: Environment, caller: string): boolean {
  const policies = keys.flatMap(({ policy }) => policy.statements);
  return (
    identities.some(({ arn }) => arn === caller) ||
    policies.some(({ Principal }) => isObject(Principal) && Object.values(Principal).flat().includes(caller))
  );
}
