import { mkdirSync } from "node:fs";
import { INSTALL, versionProblem } from "./interpret-output";
import { terraformEnvironment } from "./terraform";
import type { Credentials } from "../emulator/clients";
import { UserError } from "../process/problem";
import { runProgram, type Finished } from "../process/programs";

const NOT_ON_PATH = `Terraform is not on PATH: ${INSTALL}`;

/** Throws a `UserError` where Terraform is missing or too old. */
export async function requireTerraform(env: NodeJS.ProcessEnv): Promise<void> {
  const finished = await runProgram("terraform", ["version", "-json"], { env }).catch(() => undefined);
  const problem = finished ? versionProblem(finished) : NOT_ON_PATH;
  if (problem !== undefined) throw new UserError(problem);
}

/** Terraform said no; its own words. */
export class TerraformFailed extends Error {
  override readonly name = "TerraformFailed";
}

export interface TerraformOptions {
  /** Where providers are kept, unless the user keeps them somewhere already. */
  readonly cache: string;
  readonly credentials: Credentials;
  readonly region: string;
  /** For stacks whose provider does not name the emulator. */
  readonly endpoint?: string;
  readonly signal?: AbortSignal | undefined;
  /** How long an interrupted Terraform may take to write its state. */
  readonly patienceMilliseconds?: number | undefined;
}

export type Progress = (text: string) => void;

/** What a run changed, and how long it stood still. */
export interface TerraformRun {
  readonly resources: number;
  /** What took ten seconds or more: Terraform asks AWS again and again until a setting holds. */
  readonly waited: readonly { readonly type: string; readonly seconds: number }[];
}

const COMMON = ["-input=false", "-no-color"];

/** Runs Terraform in the folders of stacks, against the emulator. */
export class Terraform {
  private readonly env: NodeJS.ProcessEnv;

  constructor(private readonly options: TerraformOptions) {
    const { cache, credentials, region, endpoint } = options;
    mkdirSync(cache, { recursive: true });
    this.env = {
      ...terraformEnvironment(withoutAws(process.env), cache, ""),
      ...variablesOf(credentials, region),
      ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
      TF_IN_AUTOMATION: "1",
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

  /** The plan's text where it would change something. */
  async drift(folder: string): Promise<string | undefined> {
    const { code, stdout } = await this.run(["plan", "-detailed-exitcode", ...COMMON], folder, [0, 2]);
    return code === 2 ? stdout : undefined;
  }

  private async change(args: readonly string[], folder: string, progress: Progress): Promise<TerraformRun> {
    const watch = watchLines(progress);
    await this.run(args, folder, [0], watch.onLine);
    return watch.result();
  }

  private async run(
    args: readonly string[],
    cwd: string,
    fine: readonly number[] = [0],
    onLine?: (line: string) => void,
  ): Promise<Finished> {
    const { signal, patienceMilliseconds } = this.options;
    const finished = await runProgram("terraform", args, {
      cwd,
      env: this.env,
      signal,
      patienceMilliseconds,
      onLine: onLine ?? (() => undefined),
    }).catch(({ code, message }: NodeJS.ErrnoException) => {
      throw new UserError(code === "ENOENT" ? NOT_ON_PATH : `terraform cannot be run: ${message}`);
    });
    if (finished.code !== null && fine.includes(finished.code)) return finished;
    throw failure(finished);
  }
}

/** For the AWS CLI, the SDKs and Terraform. */
export function variablesOf(credentials: Credentials, region: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** The user's own profiles and endpoints have no business with an emulator. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(AWS_(?!SDK_JS_)|TF_CLI_ARGS|https?_proxy$)/i.test(name));
  return { ...Object.fromEntries(kept), AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
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

/** Follows what Terraform prints, as `NAME: Still creating... [50s elapsed]`. */
export function watchLines(progress: Progress) {
  let planned = 0;
  const done = new Set<string>();
  const waited: { type: string; seconds: number }[] = [];
  const show = (waitsFor?: string) =>
    progress(`${done.size} of ${planned} resources${waitsFor ? `, Terraform waits for ${waitsFor}` : ""}`);
  const onLine = (line: string) => {
    const [, toAdd, toChange, toDestroy] = /^Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/.exec(line) ?? [];
    if (toAdd !== undefined) planned = Number(toAdd) + Number(toChange) + Number(toDestroy);
    const [, address, time] = /^(\S+): (?:Creation|Destruction|Modifications) complete after (\w+)/.exec(line) ?? [];
    const [, waiting, elapsed] = /^(\S+): Still \w+\.\.\. \[(?:id=.*, )?(\w+) elapsed/.exec(line) ?? [];
    if (address !== undefined) {
      done.add(address);
      if (secondsOf(time!) >= 10) waited.push({ type: typeOf(address), seconds: secondsOf(time!) });
      show();
    } else if (waiting !== undefined) show(`${typeOf(waiting)} (${secondsOf(elapsed!)} s)`);
  };
  return { onLine, result: (): TerraformRun => ({ resources: done.size, waited }) };
}

function typeOf(address: string): string {
  return address.split(".")[0]!;
}

/** `55s`, `1m5s`, `00m50s` */
function secondsOf(text: string): number {
  const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
