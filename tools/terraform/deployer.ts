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
  /** Interrupts Terraform, which then ends in its own time: it writes its state, and takes its lock away. */
  readonly signal?: AbortSignal | undefined;
  /** Time that it has for that, in milliseconds, where nobody needs its state any more. @default 10 minutes */
  readonly patienceMs?: number | undefined;
  /** Kills Terraform, except while it installs providers. */
  readonly kill?: AbortSignal | undefined;
  readonly onStart?: ((pid: number) => void) | undefined;
}

/** An interrupted Terraform may have to finish a plan first, which takes half a minute on a slow machine. */
const PATIENCE_MS = 600_000;

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
    // Killed, it would leave half a provider in the cache; it finishes a provider before it heeds an interrupt.
    await this.run(["init", ...COMMON], folder, { patienceMs: PATIENCE_MS, kill: undefined });
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
    const { signal, patienceMs = PATIENCE_MS, kill, onStart } = this.options;
    signal?.throwIfAborted();
    const options = { cwd, env: this.env, signal, patienceMs, kill, onStart, ...more };
    const finished = await runTerraform(args, options);
    if (finished.code !== null && success.includes(finished.code)) return finished;
    throw failure(finished);
  }
}

function failure({ code, stderr, stdout }: Finished): Error {
  const text = stderr.trim() || stdout.trim() || `terraform ended with status ${code}`;
  if (/Failed to query available provider packages|Failed to install provider/.test(text)) {
    const reason = /^(?:Could not|Error while)[^]*?(?=\n\n|$(?![^]))/m.exec(text)?.[0].replace(/\s+/g, " ");
    return new UserError(
      `Terraform cannot get the AWS provider${reason ? ` (${reason})` : ""}: let it reach its registry, or configure a provider mirror in the file that TF_CLI_CONFIG_FILE names`,
    );
  }
  return new TerraformFailed(text);
}
