import { mkdirSync } from "node:fs";
import type { Finished, ProgramOptions } from "../../cli/framework/process";
import { UserError } from "../../cli/framework/user-error";
import { runTerraform } from "../../cli/terraform/run";
import type { Credentials } from "../emulator/clients";
import { terraformEnvironment, variablesOf, withoutAws } from "./environment";
import { watchLines, type Progress, type TerraformRun } from "./progress";

/** Terraform reported an error, in its own words. */
export class TerraformFailed extends Error {
  override readonly name = "TerraformFailed";
}

export interface DeployerOptions {
  /** Where providers are kept, unless TF_PLUGIN_CACHE_DIR names another folder. */
  readonly cache: string;
  readonly credentials: Credentials;
  readonly region: string;
  /** For stacks whose provider does not name the emulator. */
  readonly endpoint?: string;
  readonly signal?: AbortSignal | undefined;
  /** Time that an interrupted Terraform has to write its state, in milliseconds. @default 30,000 */
  readonly patienceMs?: number | undefined;
}

const COMMON = ["-input=false", "-no-color"];

/** Deploys stacks to the emulator with Terraform. */
export class Deployer {
  private readonly env: NodeJS.ProcessEnv;

  constructor(private readonly options: DeployerOptions) {
    const { cache, credentials, region, endpoint } = options;
    mkdirSync(cache, { recursive: true });
    this.env = {
      ...terraformEnvironment(withoutAws(process.env), cache, ""),
      ...variablesOf(credentials, region),
      ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
      // The provider's start costs 4 s of garbage collection; there is memory to spare.
      GOGC: process.env["GOGC"] ?? "400",
    };
  }

  async init(folder: string): Promise<void> {
    await this.run(["init", ...COMMON], folder);
  }

  async apply(folder: string, progress: Progress = () => undefined): Promise<TerraformRun> {
    return this.change(["apply", "-auto-approve", ...COMMON], folder, progress);
  }

  async destroy(folder: string, progress: Progress = () => undefined): Promise<TerraformRun> {
    return this.change(["destroy", "-auto-approve", ...COMMON], folder, progress);
  }

  /** The plan's text if it would change something. */
  async drift(folder: string): Promise<string | undefined> {
    const { code, stdout } = await this.run(["plan", "-detailed-exitcode", ...COMMON], folder, { success: [0, 2] });
    return code === 2 ? stdout : undefined;
  }

  private async change(args: readonly string[], folder: string, progress: Progress): Promise<TerraformRun> {
    const { onLine, result } = watchLines(progress);
    await this.run(args, folder, { onLine });
    return result();
  }

  private async run(
    args: readonly string[],
    cwd: string,
    { success = [0], ...more }: ProgramOptions & { readonly success?: readonly number[] } = {},
  ): Promise<Finished> {
    const { signal, patienceMs } = this.options;
    const finished = await runTerraform(args, { cwd, env: this.env, signal, patienceMs, ...more });
    if (finished.code !== null && success.includes(finished.code)) return finished;
    throw failure(finished);
  }
}

function failure({ code, stderr, stdout }: Finished): Error {
  const text = stderr.trim() || stdout.trim() || `terraform ended with status ${code}`;
  if (/Failed to query available provider packages|Failed to install provider/.test(text)) {
    const reason = /^(?:Could not|Error while)[^]*?(?=\n\n|$(?![^]))/m.exec(text)?.[0].replace(/\s+/g, " ");
    return new UserError(
      `Terraform gets no AWS provider${reason ? ` (${reason})` : ""}: let it reach its registry, or name a provider mirror in the file of TF_CLI_CONFIG_FILE`,
    );
  }
  return new TerraformFailed(text);
}
