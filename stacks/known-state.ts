import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stateFile } from "./backend";
import { outputFolder, stackName } from "./names";

/** What this checkout knows about the state of a state store. */
export interface KnownState {
  /** Type of the backend that Terraform was initialized with here, and migrates from. Undefined: not initialized. */
  readonly backend: string | undefined;
  /** Resources in the local state file. Undefined: no file. */
  readonly localResources: number | undefined;
}

export function knownState(environment: string): KnownState {
  const stack = stackName(environment, "state");
  const folder = join(outputFolder(), "stacks", stack);
  const initialized = textOf(join(folder, ".terraform", "terraform.tfstate"));
  const { backend } = JSON.parse(initialized ?? "{}") as { backend?: { type: string } };
  const local = textOf(join(folder, stateFile(environment, "state")));
  return { backend: backend?.type, localResources: local === undefined ? undefined : resourcesIn(local) };
}

/** Managed resources of a Terraform state, each instance counted. Undefined if the text is not a Terraform state. */
export function resourcesIn(text: string): number | undefined {
  try {
    const { resources } = JSON.parse(text) as { resources: { mode: string; instances: object[] }[] };
    return resources.filter(({ mode }) => mode === "managed").flatMap(({ instances }) => instances).length;
  } catch {
    return undefined;
  }
}

/** Throws if the state of the state store is in a local file that Terraform would ignore. */
export function checkNoLocalState(environment: string): void {
  const { backend, localResources = 0 } = knownState(environment);
  if (backend !== undefined || localResources === 0) return;
  const stack = stackName(environment, "state");
  throw new Error(
    `${environment}: terraform.${stack}.tfstate holds the state of ${stack}, whose resources Terraform would create ` +
      `again. If the state bucket holds that state too, remove the file. If not, run "LOCAL_STATE=${environment} npx ` +
      `cdktf diff ${stack}", then "npx cdktf deploy ${stack} --migrate-state"`,
  );
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
