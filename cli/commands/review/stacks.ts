import { UserError } from "../../framework/user-error";
import type { Arguments, StackJson } from "../../model/stack";
import type { Plan, PlannedResource } from "../../terraform/plan/plan";
import { idOf, type PlannedStack } from "../../terraform/plan/plan-states";
import { stackNameOf } from "../../terraform/plan/stack-name";

/** Arguments with a name that no other stack's resource has. */
const UNIQUE_NAMES: Readonly<Record<string, string>> = {
  aws_cloudtrail: "name",
  aws_iam_role: "name",
  aws_kms_alias: "name",
  aws_s3_bucket: "bucket",
};

export interface StackSearch {
  /** Environment of plans whose stacks are not synthesized. @default each is one, named after its file */
  readonly environment?: string | undefined;
  /** Receives one line about each plan whose stack only its resources show. @default nothing */
  readonly note?: (text: string) => void;
}

/**
 * Finds the stack of each plan: by file name if that is a stack, otherwise the synthesized stack that shares most of
 * its resources. Throws a `UserError` if two plans are of one stack, or one is of another environment.
 */
export function stacksOf(
  plans: readonly Plan[],
  synthesized: readonly StackJson[],
  { environment, note = () => undefined }: StackSearch = {},
): PlannedStack[] {
  const candidates = synthesized.filter((stack) => environment === undefined || stack.environment === environment);
  const found = plans.map((plan) => {
    const name = stackNameOf(plan.file);
    const named = synthesized.find((one) => one.name === name && isOf(plan, one));
    if (named && !candidates.includes(named)) {
      throw new UserError(`${plan.file} is a plan of ${name} of environment ${named.environment}`);
    }
    const certain =
      named ??
      begins(
        name,
        candidates.filter((one) => isOf(plan, one)),
      );
    const stack = certain ?? mostAlike(plan, candidates);
    if (stack && !certain) note(`${plan.file} is reviewed as ${stack.name}, with which it shares most resources`);
    return { name: stack?.name ?? name, plan: withTemplates(plan, stack), synthesized: stack };
  });
  for (const { name, plan } of found) {
    const twin = found.find((other) => other.plan !== plan && other.name === name);
    if (twin) throw new UserError(`${plan.file} and ${twin.plan.file} are both plans of ${name}; give one of them`);
  }
  // A file may have the name of an environment that it has nothing to do with.
  const isTaken = (name: string) => synthesized.some((stack) => stack.environment === name);
  return found.map((one) => {
    const own = isTaken(one.name) ? one.plan.file : one.name;
    return { ...one, environment: one.synthesized?.environment ?? environment ?? own };
  });
}

/**
 * Takes values that the plan contains neither as value nor as template, as with HCL, from the synthesized stack, unless
 * the stack differs from the plan elsewhere, and so was synthesized at another time.
 */
function withTemplates(plan: Plan, stack: StackJson | undefined): Plan {
  if (plan.resources.some((resource) => differs(resource, writtenIn(stack, resource)))) return plan;
  const resources = plan.resources.map((resource) => {
    const written = writtenIn(stack, resource);
    const known = resource.unknown.filter((path) => written !== undefined && Object.hasOwn(written, path));
    if (!resource.after || known.length === 0) return resource;
    const after = { ...resource.after, ...Object.fromEntries(known.map((path) => [path, written![path]])) };
    return { ...resource, after, unknown: resource.unknown.filter((path) => !known.includes(path)) };
  });
  return { ...plan, resources };
}

/** Whether a value in both differs, or the stack lacks the resource. */
function differs({ after, unknown }: PlannedResource, written: Arguments | undefined): boolean {
  if (!after) return false;
  if (!written) return true;
  return Object.entries(written).some(([argument, value]) => {
    const planned = after[argument];
    const isComparable = isLiteral(value) && isLiteral(planned) && !unknown.includes(argument);
    return isComparable && String(planned) !== String(value);
  });
}

/** Policies are what a plan may leave open, and are written in more than one way. */
function isLiteral(value: unknown): boolean {
  return ["number", "boolean"].includes(typeof value) || (typeof value === "string" && !/^\{|[$%]\{/.test(value));
}

/** A file of another configuration may have the name of a stack, and shares no resource with it. */
function isOf({ resources }: Plan, stack: StackJson): boolean {
  return resources.length === 0 || resources.some((resource) => writtenIn(stack, resource));
}

/** Atlantis appends the workspace to the project: `prod-trail-default`. */
function begins(name: string, synthesized: readonly StackJson[]): StackJson | undefined {
  const all = synthesized.filter((stack) => name.startsWith(`${stack.name}-`));
  return all.sort((a, b) => b.name.length - a.name.length)[0];
}

/** The stack with more than half of the plan's resources, because ids such as a key's occur in several stacks. */
function mostAlike(plan: Plan, synthesized: readonly StackJson[]): StackJson | undefined {
  const shared = (stack: StackJson) => plan.resources.filter((resource) => writtenIn(stack, resource)).length;
  const scored = synthesized
    .filter((stack) => !hasOtherNames(plan, stack))
    .map((stack) => ({ stack, score: shared(stack) }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  const isAlike = best && best.score * 2 > plan.resources.length && best.score !== second?.score;
  return isAlike ? best.stack : undefined;
}

/** Whether no name in the plan is that of the stack: stacks of two environments have the same ids, and other names. */
function hasOtherNames(plan: Plan, stack: StackJson): boolean {
  const same = plan.resources.flatMap((resource) => {
    const argument = Object.hasOwn(UNIQUE_NAMES, resource.type) ? UNIQUE_NAMES[resource.type]! : undefined;
    const name = argument && writtenIn(stack, resource)?.[argument];
    if (typeof name !== "string" || !isLiteral(name)) return [];
    const planned = [resource.before, resource.after].map((side) => side?.[argument!]);
    return planned.some((one) => typeof one === "string") ? [planned.includes(name)] : [];
  });
  return same.length > 0 && !same.includes(true);
}

function writtenIn(stack: StackJson | undefined, resource: PlannedResource): Arguments | undefined {
  return stack?.resources[resource.type]?.[idOf(resource)];
}
