import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptJson, type KeptFile } from "../../tools/hcl-fixtures/kept";
import { readTerraformFiles, type TerraformFiles } from "../../cli/terraform/environments";
import type { Environment } from "../../cli/model/environment";

/** A resource in the JSON of a state. */
export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values: Record<string, unknown>;
}

interface StateModule {
  readonly address?: string;
  resources?: StateResource[];
  child_modules?: StateModule[];
}

export interface StateJson {
  readonly format_version: string;
  readonly values: { readonly root_module: StateModule };
}

/** Writes files by name into a folder that is removed afterwards. */
export async function withFiles<Result>(
  files: Readonly<Record<string, unknown>>,
  use: (paths: readonly string[], folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "hcl-"));
  try {
    const paths = Object.entries(files).map(([name, content]) => {
      writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
      return join(folder, name);
    });
    return await use(paths, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export type Options = Partial<Omit<TerraformFiles, "files">>;

export const NOTHING_TOLD = { environment: undefined, account: undefined, region: undefined } as const;

/** The environments of files by name. */
export function environmentsOf(
  files: Readonly<Record<string, unknown>>,
  options: Options = {},
): Promise<Environment[]> {
  return withFiles(files, (paths) => readTerraformFiles({ ...NOTHING_TOLD, ...options, files: paths }));
}

export async function keptEnvironment(name: string, file: KeptFile, options: Options = {}): Promise<Environment> {
  const [only] = await environmentsOf({ [`${name}.json`]: keptJson(name, file) }, options);
  return only!;
}

/** The state of a kept configuration, with its resources of all modules changed, or left out. */
export function changedState(name: string, change: (resource: StateResource) => StateResource | undefined): StateJson {
  const state = JSON.parse(keptJson(name, "state")) as StateJson;
  const changed = (module: StateModule): StateModule => ({
    resources: (module.resources ?? []).flatMap((one) => change(one) ?? []),
    child_modules: (module.child_modules ?? []).map(changed),
  });
  return { ...state, values: { root_module: changed(state.values.root_module) } };
}
