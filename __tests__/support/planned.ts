import type { PlannedResource } from "../../cli/terraform/plan/plan";

/** A resource of a plan that is changed, or made anew where `before` is left out. */
export function planned(type: string, before: object | undefined, after: object | undefined): PlannedResource {
  return {
    address: `${type}.one`,
    previousAddress: undefined,
    type,
    action: before ? (after ? "update" : "destroy") : "create",
    before: before as PlannedResource["before"],
    after: after as PlannedResource["after"],
    unknown: [],
    hidden: [],
    provider: "",
  };
}
