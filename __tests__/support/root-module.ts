import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runTerraform } from "../../cli/terraform/run";
import { credentialsOf } from "../../tools/emulator/clients";
import { Deployer } from "../../tools/terraform/deployer";
import { EMULATOR_OVERRIDE } from "../../tools/terraform/emulator-override";

export const REGION = "eu-central-1";

const REPOSITORY = resolve(__dirname, "..", "..");

/** A root module in HCL, in a folder of its own with a copy of a module of `terraform/`. */
export interface RootModule {
  readonly folder: string;
  /** Path of the JSON of the state after an apply. */
  apply(): Promise<string>;
  drift(): Promise<string | undefined>;
  /** Replaces `main.tf`. */
  write(main: string): void;
}

export interface RootModuleOptions {
  readonly endpoint: string;
  /** Holds the folder, and the providers of all. */
  readonly scratch: string;
  readonly account: string;
  /** The folder in `terraform/`, also the name of the call. */
  readonly module: string;
  /** Arguments of the call, in HCL. */
  readonly values: string;
}

export async function rootModule(options: RootModuleOptions): Promise<RootModule> {
  const { endpoint, scratch, account, module, values } = options;
  const folder = join(scratch, `${module} of ${account}`);
  mkdirSync(folder);
  cpSync(join(REPOSITORY, "terraform", module), join(folder, module), { recursive: true });
  writeFileSync(join(folder, "emulator_override.tf"), EMULATOR_OVERRIDE);
  const write = (main: string) => writeFileSync(join(folder, "main.tf"), main);
  write(callOf(module, values));
  const terraform = await terraformFor(endpoint, scratch, account);
  await terraform.init(folder);
  return {
    folder,
    apply: async () => {
      await terraform.apply(folder);
      return stateOf(folder);
    },
    drift: () => terraform.drift(folder),
    write,
  };
}

/** A call of a module, with its provider. */
export function callOf(module: string, values: string): string {
  return `provider "aws" {\n  region = "${REGION}"\n}\n\nmodule "call" {\n  source = "./${module}"\n${values}\n}\n`;
}

export async function terraformFor(endpoint: string, scratch: string, account: string): Promise<Deployer> {
  const credentials = await credentialsOf(endpoint, account);
  return new Deployer({ cache: join(scratch, "providers"), credentials, region: REGION, endpoint });
}

/** Writes the JSON of the folder's state. */
export async function stateOf(folder: string): Promise<string> {
  const { stdout } = await runTerraform(["show", "-json"], { cwd: folder });
  const file = join(folder, "state.json");
  writeFileSync(file, stdout);
  return file;
}
