import { readFileSync } from "node:fs";
import { local } from "../local/local-environment";
import { createUserResources, removeUserResources } from "../local/user-resources";
import {
  deployLocal,
  destroyLocal,
  firstDelivery,
  LOCAL_STACKS,
  outputsOfLocal,
  initLocal,
  synthesizeLocal,
} from "../local/environment";
import { runNote } from "../local/summary";
import { TerraformFailed } from "../terraform/deployer";
import type { TerraformRun } from "../terraform/progress";
import { OUTPUTS } from "../../stacks/names";
import { expectSame, expectThat } from "./checks";
import type { Deployed } from "./examples";
import type { TestContext } from "./test-context";

/** Throws a `UserError` if the provider is not available. */
export async function prepareLocal(context: TestContext): Promise<void> {
  const { emulator, paths } = context;
  await synthesizeLocal(emulator.endpoint, paths);
  await initLocal(context.terraform, paths);
}

/** Refuses the reader's role once: no other role is created at this time. */
export async function failInTheMiddle(context: TestContext): Promise<string> {
  context.emulator.faults.set({ service: "iam", action: "CreateRole", kind: "denied", times: 1 });
  const error = await applyLocal(context).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expectThat(error !== undefined, "the apply goes through");
  if (!(error instanceof TerraformFailed)) throw error;
  expectThat(/CreateRole.*not authorized/s.test(error.message), `Terraform says: ${error.message}`);
  const made = resourcesOf(context.paths.tfstate(LOCAL_STACKS[0]!));
  expectThat(made > 0, "nothing was created before it");
  return `Terraform reports it; ${made} resources exist`;
}

function resourcesOf(stateFile: string): number {
  return (JSON.parse(readFileSync(stateFile, "utf8")) as { resources: object[] }).resources.length;
}

export async function applyLocal(context: TestContext): Promise<string> {
  return notes(await deployLocal(context.terraform, context.paths, (_, work) => work(() => undefined)));
}

function notes(runs: readonly TerraformRun[]): string {
  return runs.map(runNote).join(" + ");
}

/** The bucket for data, and the first log file. */
export async function makeData({ emulator, credentials, paths, signal }: TestContext): Promise<string> {
  const keyArn = String(outputsOfLocal(paths)[OUTPUTS.archive.keyArn]);
  await createUserResources(emulator.endpoint, credentials, keyArn);
  await firstDelivery(emulator.endpoint, credentials, signal);
  return local.trail.events.data[0].buckets[0];
}

/** The gateway repairs what the emulator forgets, so a second plan changes nothing. */
export async function planAgain({ name, folder, terraform }: Deployed): Promise<string> {
  const plan = (await terraform.drift(folder)) ?? "";
  const changes = [...plan.matchAll(/^ {2}# (\S+ (?:will|must) be .*)$/gm)].map(([, change]) => change);
  expectSame(`changes to ${name}`, changes, []);
  expectThat(plan === "", `the plan of ${name} changes outputs:\n${plan}`);
  return "no changes";
}

export function localStacks({ paths, terraform }: TestContext): Deployed[] {
  return LOCAL_STACKS.map((name) => ({ name, folder: paths.stack(name), terraform }));
}

export async function destroyAll(context: TestContext): Promise<string> {
  await removeUserResources(context.emulator.endpoint, context.credentials);
  let resources = 0;
  await destroyLocal(context.terraform, context.paths, async (_, work) => {
    const result = await work(() => undefined);
    resources += (result as TerraformRun).resources;
    return result;
  });
  return `${resources} resources`;
}
