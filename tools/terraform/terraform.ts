import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Children, Finished } from "../process/children";
import {
  UNREACHABLE_ENDPOINT,
  INSTALL,
  interpretBackend,
  interpretInit,
  interpretValidate,
  versionProblem,
} from "./interpret-output";
import { isObject } from "./output-folder";
import type { Verdict } from "./verdict";

/** Runs Terraform in folders that may be written to. */
export class Terraform {
  private readonly env: NodeJS.ProcessEnv;

  /** Providers are kept in `cacheFolder`, unless the user keeps them somewhere already. */
  constructor(
    private readonly children: Children,
    private readonly cacheFolder: string,
  ) {
    this.env = terraformEnvironment(process.env, cacheFolder, readCliConfig(process.env));
  }

  /** Why Terraform cannot be used here. Undefined where it can. */
  async problem(): Promise<string | undefined> {
    try {
      return versionProblem(await this.run(["version", "-json"], "."));
    } catch {
      return `Terraform is not on PATH: ${INSTALL}`;
    }
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
    return this.children.run("terraform", args, { cwd, env });
  }
}

/** `cliConfig` is the text of the user's Terraform CLI configuration. */
export function terraformEnvironment(
  env: NodeJS.ProcessEnv,
  cacheFolder: string,
  cliConfig: string,
): NodeJS.ProcessEnv {
  // These two would point every stack at the same folder or workspace.
  const { TF_DATA_DIR: _, TF_WORKSPACE: __, ...rest } = env;
  const hasCache = Boolean(env["TF_PLUGIN_CACHE_DIR"]) || /^\s*plugin_cache_dir\s*=/m.test(cliConfig);
  return {
    ...rest,
    ...(!hasCache && { TF_PLUGIN_CACHE_DIR: cacheFolder }),
    // Without a lock file Terraform would not take a provider from the cache.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true",
    CHECKPOINT_DISABLE: "1",
  };
}

/** Credentials that open nothing, and AWS behind a unreachable endpoint. */
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

function readCliConfig(env: NodeJS.ProcessEnv): string {
  const path = env["TF_CLI_CONFIG_FILE"] || join(homedir(), ".terraformrc");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
