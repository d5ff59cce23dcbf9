import type { Deployer } from "../terraform/deployer";
import type { Progress, TerraformRun } from "../terraform/progress";

/** A stack as it lies synthesized. */
export interface StackFolder {
  readonly name: string;
  readonly folder: string;
}

/** Told of each step of a deployment; runs it. */
export type RunStep = <Result>(name: string, work: (progress: Progress) => Promise<Result>) => Promise<Result>;

const silently: RunStep = (_name, work) => work(() => undefined);

/** Makes Terraform ready in every stack. The first fills the cache of providers, which takes one writer at a time. */
export async function initStacks([first, ...others]: readonly StackFolder[], terraform: Deployer): Promise<void> {
  if (first) await terraform.init(first.folder);
  await Promise.all(others.map(({ folder }) => terraform.init(folder)));
}

/** Applies initialized stacks one after the other, in this order. */
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

/** Destroys in the order opposite to `applyStacks`. */
export async function destroyStacks(
  stacks: readonly StackFolder[],
  terraform: Deployer,
  step: RunStep = silently,
): Promise<void> {
  for (const { name, folder } of [...stacks].reverse()) {
    await step(`destroy ${name}`, (progress) => terraform.destroy(folder, progress));
  }
}
