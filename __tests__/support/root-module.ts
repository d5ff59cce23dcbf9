import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runTerraform } from "../../cli/terraform/run";
import { credentialsOf } from "../../tools/emulator/clients";
import { Deployer } from "../../tools/terraform/deployer";
import { EMULATOR_OVERRIDE } from "../../tools/terraform/emulator-override";
import type { StateJson } from "./hcl";

export const REGION = "eu-central-1";

const MODULES = resolve(__dirname, "..", "..", "terraform");

/**
 * A root module in HCL, beside copies of the modules of `terraform/`. One that calls several modules starts the provider
 * once for all of them, which costs most of the time of a Terraform command.
 */
export interface RootModule {
  apply(): Promise<void>;
  /** The text of the plan, if it has changes. */
  drift(): Promise<string | undefined>;
  /** The JSON of the state after an apply, with the resources of one call only. */
  stateOf(call: string): StateJson;
}

export interface ModuleCall {
  readonly name: string;
  /** The folder in `terraform/`. */
  readonly module: string;
  /** The account of the call's provider. */
  readonly account: string;
  /** Arguments, in HCL. */
  readonly values: string;
}

/** Initializes a root module with these calls in `scratch`, which also holds the providers. */
export async function rootModule(endpoint: string, scratch: string, calls: readonly ModuleCall[]): Promise<RootModule> {
  const folder = join(scratch, "root module");
  mkdirSync(folder, { recursive: true });
  cpSync(MODULES, folder, { recursive: true });
  writeFileSync(join(folder, "emulator_override.tf"), EMULATOR_OVERRIDE);
  const accounts = [...new Set(calls.map(({ account }) => account))];
  const providers = await Promise.all(accounts.map((account) => providerOf(endpoint, account)));
  writeFileSync(join(folder, "main.tf"), [DEFAULT_PROVIDER, ...providers, ...calls.map(textOf)].join("\n"));
  const credentials = await credentialsOf(endpoint, accounts[0]!);
  const terraform = new Deployer({ cache: join(scratch, "providers"), credentials, region: REGION, endpoint });
  await terraform.init(folder);
  let state: StateJson | undefined;
  return {
    apply: async () => {
      await terraform.apply(folder);
      state = await readState(folder);
    },
    drift: () => terraform.drift(folder),
    stateOf: (call) => ofCall(state, call),
  };
}

/** Every aliased provider is a process of its own, but only one that a call uses is started. */
const DEFAULT_PROVIDER = `provider "aws" {\n  region = "${REGION}"\n}\n`;

async function providerOf(endpoint: string, account: string): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = await credentialsOf(endpoint, account);
  return `
provider "aws" {
  alias                   = "of_${account}"
  region                  = "${REGION}"
  access_key              = "${accessKeyId}"
  secret_key              = "${secretAccessKey}"
  token                   = "${sessionToken}"
  s3_use_path_style       = true
  skip_metadata_api_check = true
}
`;
}

function textOf({ name, module, account, values }: ModuleCall): string {
  return `
module "${name}" {
  source    = "./${module}"
  providers = { aws = aws.of_${account} }
${values}
}
`;
}

async function readState(folder: string): Promise<StateJson> {
  const { stdout } = await runTerraform(["show", "-json"], { cwd: folder });
  return JSON.parse(stdout) as StateJson;
}

function ofCall(state: StateJson | undefined, call: string): StateJson {
  const modules = state!.values.root_module.child_modules!.filter(({ address }) => address === `module.${call}`);
  return { ...state!, values: { root_module: { child_modules: modules } } };
}
