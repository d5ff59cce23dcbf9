import { terraformEnvironment, withoutAws } from "../../../tools/terraform/environment";

describe("the environment of Terraform", () => {
  test("keeps providers in the temporary folder", () => {
    expect(terraformEnvironment({ HOME: "/home/a" }, "/scratch/providers", "disable_checkpoint = true")).toEqual({
      GOGC: "400",
      HOME: "/home/a",
      TF_PLUGIN_CACHE_DIR: "/scratch/providers",
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true",
    });
  });

  test("collects garbage as the user has set", () => {
    expect(terraformEnvironment({ GOGC: "off" }, "/scratch/providers", "")["GOGC"]).toBe("off");
  });

  test("leaves a cache that the user has set", () => {
    const env = terraformEnvironment({ TF_PLUGIN_CACHE_DIR: "/home/a/cache" }, "/scratch/providers", "");
    expect(env["TF_PLUGIN_CACHE_DIR"]).toBe("/home/a/cache");
  });

  test("leaves a cache that the user's CLI configuration sets", () => {
    const env = terraformEnvironment({}, "/scratch/providers", 'x = 1\n  plugin_cache_dir = "/home/a/cache"\n');
    expect(env["TF_PLUGIN_CACHE_DIR"]).toBeUndefined();
  });

  test("takes no cache from a comment in the CLI configuration", () => {
    const env = terraformEnvironment({}, "/scratch/providers", '# plugin_cache_dir = "/home/a/cache"\n');
    expect(env["TF_PLUGIN_CACHE_DIR"]).toBe("/scratch/providers");
  });

  test("leaves out what would have all stacks share a folder or a workspace", () => {
    const env = terraformEnvironment({ TF_DATA_DIR: "/data", TF_WORKSPACE: "prod" }, "/scratch/providers", "");
    expect(env).not.toHaveProperty("TF_DATA_DIR");
    expect(env).not.toHaveProperty("TF_WORKSPACE");
  });
});

test("profiles, endpoints, proxies and extra arguments of the user stay outside", () => {
  const env = {
    PATH: "/bin",
    AWS_PROFILE: "production",
    AWS_ENDPOINT_URL_S3: "https://example.com",
    TF_CLI_ARGS_apply: "-destroy",
    HTTPS_PROXY: "http://proxy",
    http_proxy: "http://proxy",
    TF_CLI_CONFIG_FILE: "/terraform.rc",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  expect(withoutAws(env)).toEqual({
    PATH: "/bin",
    TF_CLI_CONFIG_FILE: "/terraform.rc",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
});
