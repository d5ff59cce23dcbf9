import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { readStacks } from "../../cli/model/read";
import { resolveStacks } from "../../cli/model/resolve";
import type { EnvironmentConfig } from "../../environments/schema";
import { environments } from "../fixtures/environments";
import { local } from "../../tools/local/local-environment";
import { addStacks, synthesize } from "../../stacks";

const ENDPOINT = "http://127.0.0.1:5000";

const folder = mkdtempSync(join(tmpdir(), "audit-trail-emulator-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Synthesizes for an emulator, or for AWS. */
function outdirOf(environment: EnvironmentConfig, emulator?: string): string {
  const outdir = join(mkdtempSync(join(folder, "app-")), "cdktf.out");
  const app = new App({ outdir, stackTraces: false });
  addStacks(app, environment, { localState: false, ...(emulator !== undefined && { emulator }) });
  synthesize(app);
  return outdir;
}

function read(outdir: string, stack: string) {
  return JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8")) as {
    provider: { aws: Record<string, unknown>[] };
    terraform: { backend: object };
    data: { terraform_remote_state: Record<string, { backend: string; config: object }> };
    resource: object;
  };
}

test("there is no state store: the other stacks keep their states in files beside the output", () => {
  const outdir = outdirOf(local, ENDPOINT);
  expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(["local-alerts", "local-archive", "local-trail"]);
  expect(read(outdir, "local-archive").terraform.backend).toEqual({
    local: { path: "../../../terraform.local-archive.tfstate" },
  });
  expect(read(outdir, "local-trail").terraform.backend).toEqual({
    local: { path: "../../../terraform.local-trail.tfstate" },
  });
});

test("the trail reads the key from the archive's file", () => {
  const { data } = read(outdirOf(local, ENDPOINT), "local-trail");
  expect(data.terraform_remote_state["ArchiveState"]).toMatchObject({
    backend: "local",
    config: { path: "../../../terraform.local-archive.tfstate" },
  });
});

test("the tool follows that reference to the key", () => {
  const resources = resolveStacks(readStacks(outdirOf(local, ENDPOINT), "local").reverse());
  const key = (type: string, name: string) => resources.find((one) => one.type === type)!.values[name];
  expect(key("aws_cloudtrail", "kms_key_id")).toMatch(/^arn:aws:kms:eu-central-1:111122223333:/);
});

test("no provider reaches AWS, of whatever service, Region and account", () => {
  const prod = environments.find(({ name }) => name === "prod")!;
  const outdir = outdirOf(prod, ENDPOINT);
  const providers = ["archive", "trail"].flatMap((kind) => read(outdir, `prod-${kind}`).provider.aws);
  expect(providers).toHaveLength(3);
  for (const provider of providers) {
    expect(provider).toMatchObject({
      s3_use_path_style: true,
      max_retries: 3,
      http_proxy: ENDPOINT,
      https_proxy: ENDPOINT,
      allowed_account_ids: [expect.any(String)],
    });
    expect(provider).not.toHaveProperty("endpoints");
  }
});
