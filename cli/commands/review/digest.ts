import { createHash } from "node:crypto";
import { isObject } from "../../framework/is-object";
import { idOf, type PlannedStack, type PlanStates } from "../../terraform/plan/plan-states";

/**
 * Identifies the changes of plans: every change with its values, as in the review, without sensitive values, ids that
 * AWS assigns, and values that are computed during the apply.
 */
export function digestOf(planned: readonly PlannedStack[], { before, after }: PlanStates): string {
  const values = (stacks: PlanStates["before"], stack: string, type: string, id: string) =>
    stacks.find(({ name }) => name === stack)?.resources[type]?.[id] ?? null;
  const changes = planned.flatMap(({ name, plan }) =>
    plan.resources
      .filter(({ action }) => action !== "none" && action !== "read")
      .map((resource) => {
        const { type, action } = resource;
        const id = idOf(resource);
        return [name, resource.address, action, values(before, name, type, id), values(after, name, type, id)];
      }),
  );
  const outputs = planned.flatMap(({ name, plan }) =>
    plan.outputChanges.map(({ name: output, before, after = null }) => [name, `output.${output}`, before, after]),
  );
  const lines = [...changes, ...outputs].map((change) => canonicalJson(change)).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/** Sorts keys, and removes empty values. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (!isObject(inner)) return inner;
    const entries = Object.entries(inner).filter(([, part]) => part !== null && part !== "");
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
