import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finished } from "../../cli/framework/process";
import { runTerraform } from "../../cli/terraform/run";
import { readCliConfig, terraformEnvironment } from "./environment";
import { UNREACHABLE_ENDPOINT, interpretBackend, interpretInit, interpretValidate, isSound } from "./interpret-output";
import { isObject } from "../../cli/framework/is-object";
import { forgetChecksums } from "./provider-cache";
import type { Verdict } from "./verdict";

/** Validates stacks with Terraform, which writes to their folders. */
export class Validator {
  private readonly env: NodeJS.ProcessEnv;

  /** Providers are cached in `cacheFolder`, unless the user has a plugin cache. */
  constructor(private readonly cacheFolder: string) {
    this.env = terraformEnvironment(process.env, cacheFolder, readCliConfig(process.env));
  }

  /** Undefined if the folder is ready for `validate`. */
  async init(folder: string): Promise<Verdict | undefined> {
    mkdirSync(this.cacheFolder, { recursive: true });
    return interpretInit(await this.run(["init", "-backend=false", "-input=false", "-json"], folder));
  }

  /** Validates a folder after `init`. */
  async validate(folder: string): Promise<Verdict> {
    forgetChecksums(folder);
    return interpretValidate(await this.run(["validate", "-json"], folder));
  }

  /** Whether Terraform finds nothing in a folder after `init`, but that backends of modules do not count. */
  async findsNothing(folder: string): Promise<boolean> {
    forgetChecksums(folder);
    return isSound(await this.run(["validate", "-json"], folder));
  }

  /** Checks the backend block, which `validate` does not. Writes to `folder`, sends nothing. Undefined if valid. */
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

/** Invalid credentials, and an unreachable endpoint for AWS. */
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

/** A configuration with only the backend block. Undefined if it cannot be checked offline. */
export function backendAlone(terraform: unknown): object | undefined {
  const settings = isObject(terraform) ? terraform["terraform"] : undefined;
  const backend = isObject(settings) ? settings["backend"] : undefined;
  if (!isObject(backend)) return undefined;
  const { s3 } = backend;
  // Retries would take 14 s.
  if (isObject(s3)) return { terraform: { backend: { s3: { ...s3, max_retries: 1 } } } };
  return "local" in backend ? { terraform: { backend } } : undefined;
}
