import { isDeepStrictEqual } from "node:util";
import type { Arguments, Move, StackJson } from "../../model/stack";
import type { Action, OutputChange, PlannedResource } from "../../terraform/plan/plan";
import { idOf, type PlannedStack, type PlanStates } from "../../terraform/plan/plan-states";

/**
 * The difference between two synthesized folders in the form of plans, for a review without Terraform. The deployed
 * resources may differ.
 */
export function comparedStacks(before: readonly StackJson[], after: readonly StackJson[]): PlannedStack[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names.map((name) => {
    const old = before.find((stack) => stack.name === name);
    const now = after.find((stack) => stack.name === name);
    const stack = (now ?? old)!;
    return {
      name,
      environment: stack.environment,
      plan: {
        file: name,
        partial: false,
        resources: compareResources(old, now),
        drift: [],
        runs: [],
        providers: stack.providers,
        remoteStates: stack.remoteStates,
        outputChanges: old && now ? outputChanges(old, now) : [],
        outputs: stack.outputs,
        remoteOutputs: {},
      },
      synthesized: now ?? { ...stack, resources: {} },
    };
  });
}

function outputChanges({ outputs: before }: StackJson, { outputs: after }: StackJson): OutputChange[] {
  return Object.entries(before).flatMap(([name, { value: was }]) => {
    const will = after[name]?.value;
    return typeof was !== "string" || will === undefined || will === was ? [] : [{ name, before: was, after: will }];
  });
}

/** Two synthesized folders as states before and after; a stack that one of them lacks is empty there. */
export function writtenSides(before: readonly StackJson[], after: readonly StackJson[]): PlanStates {
  const missing = (all: readonly StackJson[], some: readonly StackJson[]) =>
    all.filter(({ name }) => !some.some((stack) => stack.name === name)).map((stack) => ({ ...stack, resources: {} }));
  const old = before.map((stack) => afterMoves(stack, after.find(({ name }) => name === stack.name)?.moved ?? []));
  return { before: [...old, ...missing(after, before)], after: [...after, ...missing(before, after)] };
}

/** The old stack with the new names. */
function afterMoves(stack: StackJson, moves: readonly Move[]): StackJson {
  return moves.reduce((one, { from, to }) => {
    const values = valuesAt(one, from);
    if (!values) return one;
    const [type = "", id = ""] = to.split(".");
    const { [from.split(".")[1] ?? ""]: _, ...others } = one.resources[type] ?? {};
    const resources = JSON.stringify({ ...one.resources, [type]: { ...others, [id]: values } });
    // References use the new name too.
    return {
      ...one,
      resources: JSON.parse(resources.replaceAll(`\${${from}.`, `\${${to}.`)) as StackJson["resources"],
    };
  }, stack);
}

/**
 * Adds the `lifecycle` blocks, which plans do not show, to the planned resources, so that a lost `prevent_destroy` is
 * found.
 */
export function withLifecycles(stack: PlannedStack, base: readonly StackJson[]): PlannedStack {
  const old = base.find(({ name }) => name === stack.name);
  if (!old) return stack;
  const resources = stack.plan.resources.map((resource) => {
    const { type, before, after } = resource;
    const was = old.resources[type]?.[idOf(resource)]?.["lifecycle"];
    const will = stack.synthesized?.resources[type]?.[idOf(resource)]?.["lifecycle"];
    if ((was === undefined && will === undefined) || !before || !after) return resource;
    return { ...resource, before: { ...before, lifecycle: was }, after: { ...after, lifecycle: will } };
  });
  return { ...stack, plan: { ...stack.plan, resources } };
}

function compareResources(before: StackJson | undefined, after: StackJson | undefined): PlannedResource[] {
  const moves = new Map((after?.moved ?? []).map(({ from, to }) => [to, from]));
  const isMoved = ([to, from]: readonly [string, string]) => valuesAt(before, from) && valuesAt(after, to);
  const moved = new Map([...moves].filter(isMoved));
  const addresses = new Set([before, after].flatMap((stack) => (stack ? addressesOf(stack) : [])));
  for (const from of moved.values()) addresses.delete(from);
  return [...addresses].map((address) => {
    const [type = ""] = address.split(".");
    const previousAddress = moved.get(address);
    const old = valuesAt(before, previousAddress ?? address);
    const now = valuesAt(after, address);
    return {
      address,
      previousAddress,
      type,
      action: actionOf(old, now),
      before: old,
      after: now,
      unknown: [],
      hidden: [],
      provider: String((now ?? old)?.["provider"] ?? "").split(".")[1] ?? "",
    };
  });
}

function actionOf(before: Arguments | undefined, after: Arguments | undefined): Action {
  if (!before) return "create";
  if (!after) return "destroy";
  return isDeepStrictEqual(before, after) ? "none" : "update";
}

function valuesAt(stack: StackJson | undefined, address: string): Arguments | undefined {
  const [type = "", id = ""] = address.split(".");
  const values = stack?.resources[type]?.[id];
  return values && isNone(values) ? undefined : values;
}

/** A resource without instances: `count = 0`, or an empty `for_each`. */
function isNone({ count, for_each: each }: Arguments): boolean {
  return count === 0 || count === "0" || (typeof each === "object" && each !== null && Object.keys(each).length === 0);
}

function addressesOf({ resources }: StackJson): string[] {
  return Object.entries(resources).flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id}`));
}
