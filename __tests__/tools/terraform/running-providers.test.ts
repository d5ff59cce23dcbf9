import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunningProviders } from "../../../tools/terraform/running-providers";

/** Prints where it can be reached, as the AWS provider does, and runs until it is ended. */
const PROVIDER = `#!/bin/sh
echo "$1 $AWS_REGION" >> "$SEEN"
echo "Provider started."
echo "	TF_REATTACH_PROVIDERS='{\\"pid\\":$$}'"
while :; do sleep 0.1; done
`;

let scratch: string;
let seen: string;
let providers: RunningProviders;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "running providers "));
  seen = join(scratch, "seen");
  providers = new RunningProviders({ ...process.env, AWS_REGION: "eu-central-1", SEEN: seen });
});
afterEach(async () => {
  await providers.end();
  rmSync(scratch, { recursive: true });
});

/** A folder with this many configurations of the provider, in JSON or in HCL. */
function folderOf(name: string, configurations: number, format: "json" | "hcl" = "json"): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const all = Array.from({ length: configurations }, () => ({}));
  if (format === "json") writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ provider: { aws: all } }));
  else writeFileSync(join(folder, "main.tf"), all.map(() => 'provider "aws" {\n}\n').join(""));
  // It changes a configuration, and is none.
  writeFileSync(join(folder, "emulator_override.tf"), 'provider "aws" {\n}\n');
  return folder;
}

/** What `terraform init` leaves in a folder. */
function install(folder: string): void {
  const platform = join(folder, ".terraform", "providers", "registry.terraform.io", "hashicorp", "aws", "5.1", "linux");
  mkdirSync(platform, { recursive: true });
  writeFileSync(join(platform, "LICENSE.txt"), "");
  writeFileSync(join(platform, "terraform-provider-aws_v5.1"), PROVIDER, { mode: 0o755 });
}

/** The process that a command attaches to. Undefined if to none. */
async function attached(folder: string, command: () => unknown = () => undefined): Promise<number | undefined> {
  const address = await providers.attach(folder, async ({ TF_REATTACH_PROVIDERS }) => {
    await command();
    return TF_REATTACH_PROVIDERS;
  });
  return address === undefined ? undefined : (JSON.parse(address) as { pid: number }).pid;
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("the first command installs the provider; the following ones attach to it, which starts once, until the end", async () => {
  const folder = folderOf("stack", 1);
  expect(await attached(folder, () => install(folder))).toBeUndefined();
  const pid = (await attached(folder))!;
  expect(await attached(folderOf("another", 1, "hcl"))).toBe(pid);
  expect(readFileSync(seen, "utf8")).toBe("-debug eu-central-1\n");
  expect(isRunning(pid)).toBe(true);
  await providers.end();
  expect(isRunning(pid)).toBe(false);
});

test("two commands at a time have a provider each, also after one that failed", async () => {
  const folder = folderOf("stack", 1);
  await attached(folder, () => install(folder));
  await expect(attached(folder, () => Promise.reject(new Error("terraform failed")))).rejects.toThrow("failed");
  let other: number | undefined;
  const one = await attached(folder, async () => (other = await attached(folder)));
  expect(new Set([one, other, undefined]).size).toBe(3);
  expect([one, other]).toContain(await attached(folder));
});

test.each(["json", "hcl"] as const)("two configurations in %s do not share a provider", async (format) => {
  const folder = folderOf("stack", 1);
  await attached(folder, () => install(folder));
  expect(await attached(folderOf("two", 2, format))).toBeUndefined();
});

test("a provider that does not start is an error, with what it printed", async () => {
  const folder = folderOf("stack", 1);
  await attached(folder, () => {
    install(folder);
    const program = join(folder, ".terraform/providers/registry.terraform.io/hashicorp/aws/5.1/linux");
    writeFileSync(join(program, "terraform-provider-aws_v5.1"), "#!/bin/sh\necho no memory\nexit 3\n");
  });
  await expect(attached(folder)).rejects.toThrow("the AWS provider ended with status 3: no memory");
});
