import { UserError } from "../framework/user-error";
import { resolveEnvironment, type MissingAdvice } from "../model/build";
import type { Environment } from "../model/environment";
import { trailResource } from "../model/resources";
import { addressOf, isLateValue } from "../model/references";
import type { Arguments, StackJson } from "../model/stack";
import { withInlineBlocks } from "./inline-blocks";
import { withoutUnset } from "./without-unset";
import type { Plan } from "./plan/plan";
import { planStatesOf } from "./plan/plan-states";
import { readPlanOrState } from "./plan/read";
import { stackNameOf } from "./plan/stack-name";

export interface TerraformFiles {
  /** Plans and states, as Terraform's files or their JSON. */
  readonly files: readonly string[];
  /** Joins all files into one environment of this name. @default each file is an environment */
  readonly environment: string | undefined;
  /** The trail to read, by address, name or ARN. @default each is read */
  readonly trail?: string | undefined;
  /** The location of resources that the files do not locate. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

const TRAIL = "aws_cloudtrail";

const JOIN = "give the plan or the state that contains it as well, and --environment NAME, which joins the files";

const ADVICE: MissingAdvice = {
  trail: "give the plan or the state that contains the trail (aws_cloudtrail)",
  bucket: JOIN,
  key: JOIN,
  buckets: "choose one with --trail ADDRESS",
};

/**
 * In: plans and states of any Terraform configuration. Each file becomes a stack as it is after the apply. Out: an
 * environment for each trail of each file, or one for all files that belong together. Throws a `UserError` if a file
 * cannot be read, or does not say enough.
 */
export async function readTerraformFiles(options: TerraformFiles): Promise<Environment[]> {
  const { environment, trail } = options;
  const plans = await plansOf(options);
  if (environment !== undefined) {
    const stacks = stacksOf(plans, environment);
    const kept = trail === undefined ? undefined : chosen(trailsIn(stacks), trail);
    return [resolveEnvironment(environment, kept ? stacks.map((stack) => withOnlyTrail(stack, kept)) : stacks, ADVICE)];
  }
  const stacks = plans.map((plan) => stacksOf([plan], stackNameOf(plan.file))[0]!);
  const all = trailsIn(stacks);
  const wanted = trail === undefined ? all : [chosen(all, trail)];
  const lacking = stacks.find(({ name }) => !all.some(({ stack }) => stack === name));
  // The error says what a file without a trail lacks.
  if (lacking) return [resolveEnvironment(lacking.name, [lacking], ADVICE)];
  return wanted.map((one) => {
    const stack = stacks.find(({ name }) => name === one.stack)!;
    const isAlone = all.filter((other) => other.stack === one.stack).length === 1;
    const name = isAlone ? stack.name : `${stack.name} (${one.address})`;
    return resolveEnvironment(name, [withOnlyTrail(stack, one)], ADVICE);
  });
}

/** The one environment of the files. Throws a `UserError` like `readTerraformFiles`, and if they have several trails. */
export async function readOneEnvironment(options: TerraformFiles): Promise<Environment> {
  const [only, ...others] = await readTerraformFiles(options);
  if (others.length === 0) return only!;
  const known = [only!, ...others].map((one) => trailResource(one).address).join(", ");
  throw new UserError(
    `the files have ${others.length + 1} trails: ${known}; choose one with --trail ADDRESS, or, if all deliver into one ` +
      "bucket, check them together with --environment NAME",
  );
}

interface FoundTrail {
  readonly stack: string;
  readonly id: string;
  /** `aws_cloudtrail.main` */
  readonly address: string;
  readonly values: Arguments;
}

function trailsIn(stacks: readonly StackJson[]): FoundTrail[] {
  return stacks.flatMap(({ name: stack, resources }) =>
    Object.entries(resources[TRAIL] ?? {}).map(([id, values]) => {
      return { stack, id, address: addressOf(TRAIL, id), values };
    }),
  );
}

/** The trail of an address, a name or an ARN. */
function chosen(all: readonly FoundTrail[], wanted: string): FoundTrail {
  const named = all.filter(({ address, values }) => [address, values["name"], values["arn"]].includes(wanted));
  if (named.length === 1) return named[0]!;
  const problem = named.length === 0 ? "no trail is" : `${named.length} trails are`;
  const known = all.map(({ address }) => address).join(", ");
  throw new UserError(`--trail: ${problem} called ${wanted}; the files have ${known || "none"}`);
}

async function plansOf({ files, account, region }: TerraformFiles): Promise<Plan[]> {
  const told = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  const plans: Plan[] = [];
  for (const file of files) {
    const name = stackNameOf(file);
    const twin = plans.find((other) => stackNameOf(other.file) === name);
    if (twin) throw new UserError(`${twin.file} and ${file} would both be called ${name}; rename one of them`);
    plans.push(await readPlanOrState(file, { told }));
  }
  return plans;
}

/** The files of one environment as stacks, after the apply. */
function stacksOf(plans: readonly Plan[], environment: string): StackJson[] {
  const planned = plans.map((plan) => ({ name: stackNameOf(plan.file), environment, plan, synthesized: undefined }));
  const stacks = planStatesOf(planned, []).after.map(withInlineBlocks);
  stacks.forEach(refuseLateValues);
  return stacks.map(withoutUnset);
}

/** A first plan of HCL rarely contains its policies: Terraform reads their documents during the apply. */
function refuseLateValues({ name, resources }: StackJson): void {
  for (const [type, all] of Object.entries(resources)) {
    for (const [id, values] of Object.entries(all)) {
      const late = Object.keys(values).find((argument) => isLateValue(values[argument]));
      if (late === undefined) continue;
      throw new UserError(
        `${name}: ${addressOf(type, id)}.${late} is known only after apply, as often in a first plan; apply it, to AWS ` +
          "or to an emulator, and give the JSON that terraform show -json then writes for the state",
      );
    }
  }
}

function withOnlyTrail(stack: StackJson, trail: FoundTrail): StackJson {
  const kept = trail.stack === stack.name ? { [trail.id]: trail.values } : {};
  return { ...stack, resources: { ...stack.resources, [TRAIL]: kept } };
}
