import type { Deployer } from "../terraform/deployer";
import type { Progress, TerraformRun } from "../terraform/progress";

/** A synthesized stack in its folder. */
export interface StackFolder {
  readonly name: string;
  readonly folder: string;
}

/** Runs each step of a deployment, and shows it. */
export type RunStep = <Result>(name: string, work: (progress: Progress) => Promise<Result>) => Promise<Result>;

const silently: RunStep = (_name, work) => work(() => undefined);

/** Runs `terraform init` in every stack. The first one fills the provider cache, which allows only one writer. */
export async function initStacks([first, ...others]: readonly StackFolder[], terraform: Deployer): Promise<void> {
  if (first) await terraform.init(first.folder);
  await Promise.all(others.map(({ folder }) => terraform.init(folder)));
}

/** Applies initialized stacks one after another, in this order. */
export async function applyStacks(
  stacks: readonly StackFolder[],
  terraform: Deployer,
  step: RunStep = silently,
): Promise<TerraformRun[]> {
  const runs: TerraformRun[] = [];
  for (const { name, folder } of stacks) {
    runs.push(await step(`apply ${name}`, (progress) => terraform.apply(folder, progress)));
  }
  return runs;
}

/** Destroys in the opposite order of `applyStacks`. */
export async function destroyStacks(
  stacks: readonly StackFolder[],
  terraform: Deployer,
  step: RunStep = silently,
): Promise<void> {
  for (const { name, folder } of [...stacks].reverse()) {
    await step(`destroy ${name}`, (progress) => terraform.destroy(folder, progress));
  }
}
