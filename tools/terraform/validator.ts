import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finished } from "../../cli/framework/process";
import { runTerraform } from "../../cli/terraform/run";
import { readCliConfig, terraformEnvironment } from "./environment";
import { UNREACHABLE_ENDPOINT, interpretBackend, interpretInit, interpretValidate } from "./interpret-output";
import { isObject } from "../../cli/framework/is-object";
import type { Verdict } from "./verdict";

/** Validates stacks with Terraform, in folders that may be written to. */
export class Validator {
  private readonly env: NodeJS.ProcessEnv;

  /** Providers are kept in `cacheFolder`, unless the user keeps them somewhere already. */
  constructor(private readonly cacheFolder: string) {
    this.env = terraformEnvironment(process.env, cacheFolder, readCliConfig(process.env));
  }

  /** Undefined where the folder is ready to be validated. */
  async init(folder: string): Promise<Verdict | undefined> {
    mkdirSync(this.cacheFolder, { recursive: true });
    return interpretInit(await this.run(["init", "-backend=false", "-input=false", "-json"], folder));
  }

  /** Of a folder that `init` has made ready. */
  async validate(folder: string): Promise<Verdict> {
    forgetChecksums(folder);
    return interpretValidate(await this.run(["validate", "-json"], folder));
  }

  /** Looks at the backend block, as `validate` does not. Writes to `folder`, sends nothing. Undefined where sound. */
  async checkBackend(terraform: unknown, folder: string): Promise<Verdict | undefined> {
    const backend = backendAlone(terraform);
    if (backend === undefined) return undefined;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(backend));
    return interpretBackend(await this.run(["init", "-input=false", "-json"], folder, backendEnvironment(this.env)));
  }

  private run(args: readonly string[], cwd: string, env = this.env): Promise<Finished> {
    return runTerraform(args, { cwd, env });
  }
}

/** Credentials that open nothing, and AWS behind an unreachable endpoint. */
export function backendEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(AWS_|TF_CLI_ARGS)/.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_S3: `http://${UNREACHABLE_ENDPOINT}`,
    AWS_ENDPOINT_URL_STS: `http://${UNREACHABLE_ENDPOINT}`,
  };
}

/** A configuration that holds the backend block and nothing else. Undefined where it cannot be checked offline. */
export function backendAlone(terraform: unknown): object | undefined {
  const settings = isObject(terraform) ? terraform["terraform"] : undefined;
  const backend = isObject(settings) ? settings["backend"] : undefined;
  if (!isObject(backend)) return undefined;
  const { s3 } = backend;
  // Retries at the unreachable endpoint would take 14 s.
  if (isObject(s3)) return { terraform: { backend: { s3: { ...s3, max_retries: 1 } } } };
  return "local" in backend ? { terraform: { backend } } : undefined;
}

/**
 * Empties the lock file of checksums. `init` has just compared them; `validate` would read the provider's 600 MB
 * once more for it, which is a third of the time.
 */
function forgetChecksums(folder: string): void {
  const lockFile = join(folder, ".terraform.lock.hcl");
  if (!existsSync(lockFile)) return;
  writeFileSync(lockFile, readFileSync(lockFile, "utf8").replace(/^ {2}hashes = \[[^\]]*\]\n/gm, ""));
}
