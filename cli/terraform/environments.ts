import { UserError } from "../framework/user-error";
import { resolveEnvironment, type MissingAdvice } from "../model/build";
import type { Environment } from "../model/environment";
import { addressOf, isLateValue } from "../model/references";
import type { StackJson } from "../model/stack";
import { withInlineBlocks } from "./inline-blocks";
import type { Plan } from "./plan/plan";
import { planStatesOf } from "./plan/plan-states";
import { readPlanOrState } from "./plan/read";
import { stackNameOf } from "./plan/stack-name";

export interface TerraformFiles {
  /** Plans and states, as Terraform's files or their JSON. */
  readonly files: readonly string[];
  /** The environment that all files together are. @default each file is one */
  readonly environment: string | undefined;
  /** The location of resources that the files do not locate. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

const JOIN = "give the plan or the state that contains it as well, and --environment NAME, which joins the files";

const ADVICE: MissingAdvice = {
  trail: "give the plan or the state that contains the trail (aws_cloudtrail)",
  bucket: JOIN,
  key: JOIN,
};

/**
 * In: plans and states of any Terraform configuration. Each file becomes a stack as it is after the apply. Out: an
 * environment for each trail of each file, or one for all files that belong together. Throws a `UserError` if a file
 * cannot be read, or does not say enough.
 */
export async function readTerraformFiles(options: TerraformFiles): Promise<Environment[]> {
  const { environment } = options;
  const plans = await plansOf(options);
  if (environment !== undefined) return [resolveEnvironment(environment, stacksOf(plans, environment), ADVICE)];
  return plans.flatMap((plan) => {
    const name = stackNameOf(plan.file);
    const [stack] = stacksOf([plan], name);
    const trails = Object.keys(stack!.resources["aws_cloudtrail"] ?? {});
    if (trails.length < 2) return [resolveEnvironment(name, [stack!], ADVICE)];
    return trails.map((id) =>
      resolveEnvironment(`${name} (${addressOf("aws_cloudtrail", id)})`, [withOnlyTrail(stack!, id)], ADVICE),
    );
  });
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
  return stacks;
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

function withOnlyTrail(stack: StackJson, id: string): StackJson {
  const { [id]: trail } = stack.resources["aws_cloudtrail"]!;
  return { ...stack, resources: { ...stack.resources, aws_cloudtrail: { [id]: trail! } } };
}
