import { basename, dirname, extname, resolve } from "node:path";
import { UserError } from "../../framework/user-error";
import type { Arguments, StackJson } from "../../model/stack";
import type { Plan, PlannedResource } from "../../terraform/plan/plan";
import { idOf, type PlannedStack } from "./plan-states";

/** File names that say nothing of the stack: the folder does. */
const PLAIN_NAMES = ["plan", "tfplan", "show"];

/**
 * Finds the stack of each plan: by the file's name where that is a stack, else the synthesized one that has most of its
 * resources. Plans of stacks that are not synthesized are of `environment`; where that is not given, all of them
 * together are one environment, which gets their names.
 * Throws a `UserError` where two plans are of one stack, or one is of another environment.
 */
export function stacksOf(
  plans: readonly Plan[],
  synthesized: readonly StackJson[],
  environment?: string,
): PlannedStack[] {
  const candidates = synthesized.filter((stack) => environment === undefined || stack.environment === environment);
  const found = plans.map((plan) => {
    const name = nameFrom(plan.file);
    const named = synthesized.find((one) => one.name === name);
    if (named && !candidates.includes(named)) {
      throw new UserError(`${plan.file} is a plan of ${name} of environment ${named.environment}`);
    }
    const stack = named ?? begins(name, candidates) ?? mostAlike(plan, candidates);
    return { name: stack?.name ?? name, plan: withTemplates(plan, stack), synthesized: stack };
  });
  for (const { name, plan } of found) {
    const twin = found.find((other) => other.plan !== plan && other.name === name);
    if (twin) throw new UserError(`${plan.file} and ${twin.plan.file} are both plans of ${name}; give one of them`);
  }
  const others = found.filter((one) => one.synthesized === undefined).map(({ name }) => name);
  const named = environment ?? others.sort().join(", ");
  return found.map((one) => ({ ...one, environment: one.synthesized?.environment ?? named }));
}

/**
 * Takes from the synthesized stack what a plan has neither as value nor as template, as with HCL. A stack that differs
 * from what the plan does tell is of another time, and is not asked.
 */
function withTemplates(plan: Plan, stack: StackJson | undefined): Plan {
  if (plan.resources.some((resource) => differs(resource, stack?.resources[resource.type]?.[idOf(resource)])))
    return plan;
  const resources = plan.resources.map((resource) => {
    const written = stack?.resources[resource.type]?.[idOf(resource)];
    const known = resource.unknown.filter((path) => written !== undefined && Object.hasOwn(written, path));
    if (!resource.after || known.length === 0) return resource;
    const after = { ...resource.after, ...Object.fromEntries(known.map((path) => [path, written![path]])) };
    return { ...resource, after, unknown: resource.unknown.filter((path) => !known.includes(path)) };
  });
  return { ...plan, resources };
}

/** Whether a value that both tell is not the same, or the stack does not have the resource. */
function differs({ after, unknown }: PlannedResource, written: Arguments | undefined): boolean {
  if (!after) return false;
  if (!written) return true;
  return Object.entries(written).some(([argument, value]) => {
    const planned = after[argument];
    const isTold = isLiteral(value) && isLiteral(planned) && !unknown.includes(argument);
    return isTold && String(planned) !== String(value);
  });
}

function isLiteral(value: unknown): boolean {
  return ["number", "boolean"].includes(typeof value) || (typeof value === "string" && !/[$%]\{/.test(value));
}

/** Atlantis puts the workspace behind the project: `prod-trail-default`. */
function begins(name: string, synthesized: readonly StackJson[]): StackJson | undefined {
  const all = synthesized.filter((stack) => name.startsWith(`${stack.name}-`));
  return all.sort((a, b) => b.name.length - a.name.length)[0];
}

/** The stack that has more than half of the plan's resources: ids such as that of a key repeat from stack to stack. */
function mostAlike(plan: Plan, synthesized: readonly StackJson[]): StackJson | undefined {
  const shared = (stack: StackJson) =>
    plan.resources.filter((resource) => stack.resources[resource.type]?.[idOf(resource)] !== undefined).length;
  const scored = synthesized.map((stack) => ({ stack, score: shared(stack) })).sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  const isAlike = best && best.score * 2 > plan.resources.length && best.score !== second?.score;
  return isAlike ? best.stack : undefined;
}

function nameFrom(file: string): string {
  const name = basename(file, extname(file)).replace(/\.(tf)?plan$/, "");
  return PLAIN_NAMES.includes(name) ? basename(dirname(resolve(file))) : name;
}
