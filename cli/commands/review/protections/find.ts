import type { PlannedResource } from "../../../terraform/plan/plan";
import { alarms } from "./alarms";
import { announcements } from "./announcements";
import { at, Unreadable } from "../../../model/blocks";
import { bucket } from "./bucket";
import { deliveries } from "./deliveries";
import { functions } from "./functions";
import { same, setting, show, type Protection, type ProtectionFinding } from "./protection";
import type { Planned } from "./references";
import { key } from "./key";
import { KEY_LOCKED_OUT } from "./locked-out";
import { lifecycle } from "./lifecycle";
import { logFileRemoval, removal } from "./removal";
import { queries } from "./queries";
import { replication } from "./replication";
import { selectors } from "./selectors";
import { threats } from "./threats";
import { trail } from "./trail";
import { SET_TWICE } from "./conflicting-settings";
import { TLS_NOT_REQUIRED } from "./when-new";

/** For every type. Plans do not show it, so it is found only with a base. */
const preventDestroy = setting("prevent-destroy-lost", [], "lifecycle.prevent_destroy", (after, before) => {
  return before === true && after !== true;
});

/** Plans do not show this either. Ignored arguments keep changes made outside Terraform, and no plan shows them. */
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

/** For every type. */
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
  ...announcements,
  ...functions,
  ...threats,
  ...queries,
  selectors,
];

/** Types with a protection. */
export const PROTECTED_TYPES: readonly string[] = [...new Set(PROTECTIONS.flatMap(({ types }) => types))];

/**
 * The trail, or one of its targets, can no longer do what a delivery requires: from the matrix, not from a resource.
 */
export const DELIVERY_LOST = "delivery-lost";

/** Every id of a protection finding. */
export const PROTECTION_IDS: readonly string[] = [
  ...new Set([
    ...[...PROTECTIONS, ...LIFECYCLES].map(({ id }) => id),
    DELIVERY_LOST,
    SET_TWICE,
    TLS_NOT_REQUIRED,
    KEY_LOCKED_OUT,
  ]),
];

/** The effects of these resource changes, all from one plan, on the trail itself. */
export function protectionFindings(resources: Planned): ProtectionFinding[] {
  return resources.flatMap((resource) => {
    const protections = [...PROTECTIONS.filter(({ types }) => types.includes(resource.type)), ...LIFECYCLES];
    const found = protections.flatMap((protection) => {
      const what = checked(protection, resource, resources);
      return what === undefined ? [] : [{ protection: protection.id, address: resource.address, what }];
    });
    // Two protections with the same id may both fail to read the same block.
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
