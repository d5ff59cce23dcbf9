import { mkdirSync } from "node:fs";
import type { Finished, ProgramOptions } from "../../cli/framework/process";
import { UserError } from "../../cli/framework/user-error";
import { runTerraform } from "../../cli/terraform/run";
import type { Credentials } from "../emulator/clients";
import { terraformEnvironment, variablesOf, withoutAws } from "./environment";
import { forgetChecksums } from "./provider-cache";
import { watchLines, type Progress, type TerraformRun } from "./progress";
import { RunningProviders } from "./running-providers";

/** Terraform reported an error; the message is Terraform's. */
export class TerraformFailed extends Error {
  override readonly name = "TerraformFailed";
}

export interface DeployerOptions {
  /** Folder of the provider cache, unless TF_PLUGIN_CACHE_DIR names another one. */
  readonly cache: string;
  readonly credentials: Credentials;
  readonly region: string;
  /** The emulator's endpoint. */
  readonly endpoint: string;
  /** Interrupts Terraform, which then writes its state and releases its lock before it ends. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that Terraform has for that; shorten it if the state is no longer required. @default 10 minutes */
  readonly patienceMs?: number | undefined;
  /** Kills Terraform, except while it installs providers. */
  readonly kill?: AbortSignal | undefined;
  readonly onStart?: ((pid: number) => void) | undefined;
  /** Keeps the provider running between commands, until `end`. @default each command starts it */
  readonly keepProvider?: boolean;
}

/** An interrupted Terraform may first finish a plan, which can take half a minute on a slow machine. */
const PATIENCE_MS = 600_000;

const COMMON = ["-input=false", "-no-color"];

/** Deploys stacks to the emulator with Terraform. */
export class Deployer {
  private readonly env: NodeJS.ProcessEnv;
  private readonly providers: RunningProviders | undefined;

  constructor(private readonly options: DeployerOptions) {
    const { cache, credentials, region, endpoint } = options;
    mkdirSync(cache, { recursive: true });
    this.env = {
      ...terraformEnvironment(withoutAws(process.env), cache, ""),
      ...variablesOf(credentials, region),
      AWS_ENDPOINT_URL: endpoint,
    };
    if (options.keepProvider) this.providers = new RunningProviders(this.env);
  }

  async init(folder: string): Promise<void> {
    // A killed init leaves a partial provider in the cache. On an interrupt, it first finishes the current provider.
    await this.run(["init", ...COMMON], folder, { patienceMs: PATIENCE_MS, kill: undefined });
    forgetChecksums(folder);
  }

  async apply(folder: string, progress: Progress = () => undefined): Promise<TerraformRun> {
    return this.change(["apply", "-auto-approve", ...COMMON], folder, progress);
  }

  async destroy(folder: string, progress: Progress = () => undefined): Promise<TerraformRun> {
    return this.change(["destroy", "-auto-approve", ...COMMON], folder, progress);
  }

  /** The text of the plan, if it has changes. */
  async drift(folder: string): Promise<string | undefined> {
    const { code, stdout } = await this.run(["plan", "-detailed-exitcode", ...COMMON], folder, { success: [0, 2] });
    return code === 2 ? stdout : undefined;
  }

  /** Ends the provider that it keeps running. */
  async end(): Promise<void> {
    await this.providers?.end();
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
    const { signal, patienceMs = PATIENCE_MS, kill, onStart } = this.options;
    signal?.throwIfAborted();
    const options = { cwd, signal, patienceMs, kill, onStart, ...more };
    const command = (variables: NodeJS.ProcessEnv) =>
      runTerraform(args, { ...options, env: { ...this.env, ...variables } });
    const finished = await (this.providers?.attach(cwd, command) ?? command({}));
    if (finished.code !== null && success.includes(finished.code)) return finished;
    throw failure(finished);
  }
}

function failure({ code, stderr, stdout }: Finished): Error {
  const text = stderr.trim() || stdout.trim() || `terraform ended with status ${code}`;
  if (/Failed to query available provider packages|Failed to install provider/.test(text)) {
    const reason = /^(?:Could not|Error while)[^]*?(?=\n\n|$(?![^]))/m.exec(text)?.[0].replace(/\s+/g, " ");
    return new UserError(
      `Terraform cannot install the AWS provider${reason ? ` (${reason})` : ""}: allow access to its registry, or configure a provider mirror in the file that TF_CLI_CONFIG_FILE names`,
    );
  }
  return new TerraformFailed(text);
}
