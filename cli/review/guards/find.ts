import type { PlannedResource } from "../plan/plan";
import { alarms } from "./alarms";
import { Unreadable } from "./blocks";
import { bucket } from "./bucket";
import { deliveries } from "./deliveries";
import { same, setting, type Guard, type Planned } from "./guard";
import { key } from "./key";
import { lifecycle } from "./lifecycle";
import { removal } from "./removal";
import { replication } from "./replication";
import { selectors } from "./selectors";
import { trail } from "./trail";

/** Of every type. Plans do not show it: it is seen only beside a base. */
const preventDestroy = setting("prevent-destroy-lost", [], "lifecycle.prevent_destroy", (after, before) => {
  return before === true && after !== true;
});

const GUARDS: readonly Guard[] = [
  removal,
  ...trail,
  ...key,
  ...bucket,
  lifecycle,
  ...replication,
  ...deliveries,
  ...alarms,
  selectors,
];

/** Every id that a finding can have. */
export const GUARD_IDS: readonly string[] = [...new Set([...GUARDS, preventDestroy].map(({ id }) => id))];

export interface GuardFinding {
  readonly guard: string;
  readonly address: string;
  readonly what: string;
}

/** What the changes of these resources, all of one plan, do to the trail itself. */
export function guardFindings(resources: Planned): GuardFinding[] {
  return resources.flatMap((resource) => {
    const guards = [...GUARDS.filter(({ types }) => types.includes(resource.type)), preventDestroy];
    const found = guards.flatMap((guard) => {
      const what = checked(guard, resource, resources);
      return what === undefined ? [] : [{ guard: guard.id, address: resource.address, what }];
    });
    // Two guards of one id may both fail to read the same block.
    return found.filter((one, index) => found.findIndex((other) => same(one, other)) === index);
  });
}

function checked({ check, reads }: Guard, resource: PlannedResource, plan: Planned): string | undefined {
  try {
    return check(resource, plan);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { before, after } = resource;
    const isChanged = reads.some((argument) => !same(before?.[argument], after?.[argument]));
    return isChanged ? "cannot be read" : undefined;
  }
}
