import type { PlannedResource } from "../plan/plan";
import { setting, type Guard } from "./guard";
import { lifecycle } from "./lifecycle";
import { removal } from "./removal";
import { selectors } from "./selectors";
import { settings } from "./settings";

/** Of every type. Plans do not show it: it is seen only beside a base. */
const preventDestroy = setting("prevent-destroy-lost", [], "lifecycle.prevent_destroy", (after, before) => {
  return before === true && after !== true;
});

const GUARDS: readonly Guard[] = [removal, ...settings, lifecycle, selectors];

export interface GuardFinding {
  readonly guard: string;
  readonly address: string;
  readonly what: string;
}

/** What these resources' changes do to the trail itself. */
export function guardFindings(resources: readonly PlannedResource[]): GuardFinding[] {
  return resources.flatMap((resource) =>
    [...GUARDS.filter(({ types }) => types.includes(resource.type)), preventDestroy].flatMap(({ id, check }) => {
      const what = check(resource);
      return what === undefined ? [] : [{ guard: id, address: resource.address, what }];
    }),
  );
}
