import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runTerraform } from "../../cli/terraform/run";
import { credentialsOf } from "../emulator/clients";
import { EMULATOR_OVERRIDE } from "../terraform/emulator-override";
import { terraformEnvironment, variablesOf, withoutAws } from "../terraform/environment";
import { RunningProviders } from "../terraform/running-providers";
import { FOLDER } from "./kept";

export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";

export interface Terraform {
  /** Runs Terraform in a folder, and returns its output. Throws if it fails. */
  (...args: string[]): Promise<string>;
  /** Ends the provider, which keeps running between commands. */
  end(): Promise<void>;
}

/** Copies a configuration of __tests__/fixtures/hcl into `cwd`, and initializes it for the emulator. */
export async function initialized(name: string, cwd: string, endpoint: string): Promise<Terraform> {
  cpSync(join(FOLDER, name), cwd, { recursive: true });
  return initializedFolder(cwd, endpoint);
}

/** Initializes a folder with a configuration in HCL for the emulator. */
export async function initializedFolder(cwd: string, endpoint: string): Promise<Terraform> {
  const file = readdirSync(cwd).includes("provider.tf") ? "emulator_override.tf" : "emulator.tf";
  writeFileSync(join(cwd, file), EMULATOR_OVERRIDE);
  return terraformIn(cwd, endpoint);
}

/** Initializes a folder whose provider suits the emulator. */
export async function terraformIn(cwd: string, endpoint: string): Promise<Terraform> {
  const env = {
    ...terraformEnvironment(withoutAws(process.env), join(cwd, "..", "providers"), ""),
    ...variablesOf(await credentialsOf(endpoint, ACCOUNT), REGION),
    AWS_ENDPOINT_URL: endpoint,
  };
  const providers = new RunningProviders(env);
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await providers.attach(cwd, (variables) =>
      runTerraform([...args, "-no-color"], { cwd, env: { ...env, ...variables } }),
    );
    if (code !== 0) throw new Error(`${cwd}: terraform ${args[0]}: ${stderr.slice(0, 2000)}`);
    return stdout;
  };
  await run("init", "-input=false");
  return Object.assign(run, { end: () => providers.end() });
}
