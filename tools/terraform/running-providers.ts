import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { endGroup, startGroup } from "../../cli/framework/process";

/** The AWS provider in a process of its own, and the variable with which Terraform attaches to it. */
interface RunningProvider {
  readonly pid: number;
  readonly variables: Readonly<Record<"TF_REATTACH_PROVIDERS", string>>;
}

/**
 * AWS providers that run before Terraform does. Otherwise each command starts the provider two or more times, for a
 * second of processor time each, and `init` reads its 700 MB. It is the same program either way: the one that the first
 * `terraform init` installed.
 * @see https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode
 */
export class RunningProviders {
  private program: string | undefined;
  private readonly all: RunningProvider[] = [];
  private free: RunningProvider[] = [];

  /** `env` holds the variables that Terraform would pass on to the provider. */
  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** Runs a Terraform command in a folder, with the variable that makes it attach to a provider, if it can. */
  async attach<Result>(folder: string, command: (variables: NodeJS.ProcessEnv) => Promise<Result>): Promise<Result> {
    if (this.program === undefined || !hasOneConfiguration(folder)) {
      const result = await command({});
      this.program ??= installedIn(folder);
      return result;
    }
    // Each command configures its provider, so no other one may use that provider at the same time.
    const provider = this.free.pop() ?? (await this.start(this.program));
    try {
      return await command(provider.variables);
    } finally {
      this.free.push(provider);
    }
  }

  async end(): Promise<void> {
    this.free = [];
    await Promise.all(this.all.splice(0).map(({ pid }) => endGroup(pid)));
  }

  private async start(program: string): Promise<RunningProvider> {
    // In this mode it would log every step.
    const quiet = { TF_LOG: "off", TF_LOG_SDK: "off", TF_LOG_SDK_PROTO: "off", TF_LOG_PROVIDER: "off" };
    const child = startGroup(program, ["-debug"], {
      env: { ...this.env, ...quiet },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const variables = { TF_REATTACH_PROVIDERS: await addressOf(child) };
    // If nobody ends it, it ends with this process, which does not wait for it.
    child.unref();
    (child.stdout as Socket).unref();
    const provider = { pid: child.pid!, variables };
    this.all.push(provider);
    return provider;
  }
}

/** The provider prints `TF_REATTACH_PROVIDERS='{...}'` when it is ready. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const [, address] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(printed) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.on("error", reject);
    child.on("close", (code) => reject(new Error(`the AWS provider ended with status ${code}: ${printed}`)));
  });
}

/** A running provider has one configuration: a second Region or account would replace the first one. */
function hasOneConfiguration(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const configurations = readdirSync(folder).map((name) => {
    const text = () => readFileSync(join(folder, name), "utf8");
    if (name === "cdk.tf.json") return (JSON.parse(text()) as StackJson).provider.aws.length;
    const isHcl = name.endsWith(".tf") && !name.endsWith("_override.tf");
    return isHcl ? (text().match(/^provider "aws"/gm)?.length ?? 0) : 0;
  });
  return configurations.reduce((sum, count) => sum + count, 0) === 1;
}

interface StackJson {
  readonly provider: { readonly aws: readonly object[] };
}

/** The provider that `terraform init` installed for a folder. */
function installedIn(folder: string): string | undefined {
  const versions = join(folder, ".terraform", "providers", "registry.terraform.io", "hashicorp", "aws");
  if (!existsSync(versions)) return undefined;
  const [platform] = readdirSync(versions).flatMap((version) =>
    readdirSync(join(versions, version)).map((name) => join(versions, version, name)),
  );
  const program = readdirSync(platform!).find((name) => name.startsWith("terraform-provider-aws"));
  return join(platform!, program!);
}
