import { basename, dirname, extname, resolve } from "node:path";
import { UserError } from "../../framework/user-error";
import type { StackJson } from "../../model/stack";
import type { Plan } from "../../terraform/plan/plan";
import { idOf, type PlannedStack } from "./plan-states";

/** File names that say nothing of the stack: the folder does. */
const PLAIN_NAMES = ["plan", "tfplan", "show"];

/**
 * Finds the stack of each plan: by the file's name where that is a stack, else the synthesized one that has most of its
 * resources.
 * Throws a `UserError` where two plans are of one stack.
 */
export function stacksOf(plans: readonly Plan[], synthesized: readonly StackJson[]): PlannedStack[] {
  const planned = plans.map((plan): PlannedStack => {
    const name = nameFrom(plan.file);
    const stack =
      synthesized.find((one) => one.name === name) ?? begins(name, synthesized) ?? mostAlike(plan, synthesized);
    return { name: stack?.name ?? name, plan: withTemplates(plan, stack), synthesized: stack };
  });
  for (const { name, plan } of planned) {
    const twin = planned.find((other) => other.plan !== plan && other.name === name);
    if (twin) throw new UserError(`${plan.file} and ${twin.plan.file} are both plans of ${name}; give one of them`);
  }
  return planned;
}

/** What a plan tells neither as value nor as template, as with HCL, the synthesized stack may know. */
function withTemplates(plan: Plan, stack: StackJson | undefined): Plan {
  const resources = plan.resources.map((resource) => {
    const written = stack?.resources[resource.type]?.[idOf(resource)];
    const known = resource.unknown.filter((path) => written !== undefined && Object.hasOwn(written, path));
    if (!resource.after || known.length === 0) return resource;
    const after = { ...resource.after, ...Object.fromEntries(known.map((path) => [path, written![path]])) };
    return { ...resource, after, unknown: resource.unknown.filter((path) => !known.includes(path)) };
  });
  return { ...plan, resources };
}

/** `prod` of `prod-archive`. */
export function environmentOf(stack: string): string {
  return stack.split("-")[0]!;
}

/** Atlantis puts the workspace behind the project: `prod-trail-default`. */
function begins(name: string, synthesized: readonly StackJson[]): StackJson | undefined {
  const all = synthesized.filter((stack) => name.startsWith(`${stack.name}-`));
  return all.sort((a, b) => b.name.length - a.name.length)[0];
}

function mostAlike(plan: Plan, synthesized: readonly StackJson[]): StackJson | undefined {
  const shared = (stack: StackJson) =>
    plan.resources.filter((resource) => stack.resources[resource.type]?.[idOf(resource)] !== undefined).length;
  const scored = synthesized.map((stack) => ({ stack, score: shared(stack) })).sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  return best && best.score > 0 && best.score !== second?.score ? best.stack : undefined;
}

function nameFrom(file: string): string {
  const name = basename(file, extname(file)).replace(/\.(tf)?plan$/, "");
  return PLAIN_NAMES.includes(name) ? basename(dirname(resolve(file))) : name;
}
