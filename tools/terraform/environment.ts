import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Credentials } from "../emulator/clients";

/** `cliConfig` is the text of the user's Terraform CLI configuration. */
export function terraformEnvironment(
  env: NodeJS.ProcessEnv,
  cacheFolder: string,
  cliConfig: string,
): NodeJS.ProcessEnv {
  // These two would make all stacks use the same folder or workspace.
  const { TF_DATA_DIR: _, TF_WORKSPACE: __, ...rest } = env;
  const hasCache = Boolean(env["TF_PLUGIN_CACHE_DIR"]) || /^\s*plugin_cache_dir\s*=/m.test(cliConfig);
  return {
    // Otherwise each start of the provider spends 4 s in garbage collection.
    GOGC: "400",
    ...rest,
    ...(!hasCache && { TF_PLUGIN_CACHE_DIR: cacheFolder }),
    // Otherwise Terraform does not use a cached provider without a lock file.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true",
  };
}

export function readCliConfig(env: NodeJS.ProcessEnv): string {
  const path = env["TF_CLI_CONFIG_FILE"] || join(homedir(), ".terraformrc");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
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

/** Without the user's own profiles, endpoints and proxies, which do not apply to an emulator. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(AWS_(?!SDK_JS_)|TF_CLI_ARGS|https?_proxy$)/i.test(name));
  return { ...Object.fromEntries(kept), AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
}
