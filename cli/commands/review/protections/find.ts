import type { PlannedResource } from "../../../terraform/plan/plan";
import { alarms } from "./alarms";
import { at, Unreadable } from "../../../model/blocks";
import { bucket } from "./bucket";
import { deliveries } from "./deliveries";
import { same, setting, show, type Protection, type ProtectionFinding } from "./protection";
import type { Planned } from "./references";
import { key } from "./key";
import { lifecycle } from "./lifecycle";
import { logFileRemoval, removal } from "./removal";
import { replication } from "./replication";
import { selectors } from "./selectors";
import { trail } from "./trail";
import { SET_TWICE } from "./conflicting-settings";
import { TLS_NOT_REQUIRED } from "./when-new";

/** Of every type. Plans do not show it: it is seen only beside a base. */
const preventDestroy = setting("prevent-destroy-lost", [], "lifecycle.prevent_destroy", (after, before) => {
  return before === true && after !== true;
});

/** Nor these. Ignored arguments stay as changed by hand, and no plan shows them. */
const ignoredChanges: Protection = {
  id: "changes-ignored",
  types: [],
  reads: [],
  check: ({ before, after }) => {
    if (!before || !after) return undefined;
    const [was, will] = [before, after].map((values) => [at(values, "lifecycle.ignore_changes") ?? []].flat());
    const added = will!.filter((argument) => !was!.includes(argument));
    return added.length > 0 ? `lifecycle.ignore_changes gets ${added.map(show).join(", ")}` : undefined;
  },
};

/** Of every type. */
const LIFECYCLES = [preventDestroy, ignoredChanges];

const PROTECTIONS: readonly Protection[] = [
  removal,
  logFileRemoval,
  ...trail,
  ...key,
  ...bucket,
  lifecycle,
  ...replication,
  ...deliveries,
  ...alarms,
  selectors,
];

/** Types that some protection looks at. */
export const PROTECTED_TYPES: readonly string[] = [...new Set(PROTECTIONS.flatMap(({ types }) => types))];

/** The trail, or what it delivers to, may no longer do what a delivery takes: of the matrix, not of a resource. */
export const DELIVERY_LOST = "delivery-lost";

/** Every id that a finding of a protection can have. */
export const PROTECTION_IDS: readonly string[] = [
  ...new Set([...[...PROTECTIONS, ...LIFECYCLES].map(({ id }) => id), DELIVERY_LOST, SET_TWICE, TLS_NOT_REQUIRED]),
];

/** What the changes of these resources, all of one plan, do to the trail itself. */
export function protectionFindings(resources: Planned): ProtectionFinding[] {
  return resources.flatMap((resource) => {
    const protections = [...PROTECTIONS.filter(({ types }) => types.includes(resource.type)), ...LIFECYCLES];
    const found = protections.flatMap((protection) => {
      const what = checked(protection, resource, resources);
      return what === undefined ? [] : [{ protection: protection.id, address: resource.address, what }];
    });
    // Two protections of one id may both fail to read the same block.
    return found.filter((one, index) => found.findIndex((other) => same(one, other)) === index);
  });
}

function checked({ check, reads }: Protection, resource: PlannedResource, plan: Planned): string | undefined {
  try {
    return check(resource, plan);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { before, after } = resource;
    const isChanged = reads.some((argument) => !same(before?.[argument], after?.[argument]));
    return isChanged ? "cannot be read" : undefined;
  }
}
