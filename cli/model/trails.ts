import type { Environment, Trail } from "./environment";
import { idFor } from "./ids";

/** The environment, seen from another of its trails. */
export function ofTrail(environment: Environment, trail: Trail): Environment {
  return { ...environment, trail };
}

/** Every trail but the one that the environment is seen from. */
export function otherTrails({ trails, trail }: Environment): Trail[] {
  return trails.filter(({ arn }) => arn !== trail.arn);
}

/** What tells a trail from the others in ids and titles: its account, and its name where others share the account. */
export function markOf(trail: Trail, { trails }: Environment): { readonly id: string; readonly title: string } {
  const { account, name, region } = trail;
  const isAlone = trails.filter((one) => one.account === account).length === 1;
  if (isAlone) return { id: account, title: account };
  return { id: `${account}-${idFor(name)}-${region}`, title: `${account} (${name} in ${region})` };
}
