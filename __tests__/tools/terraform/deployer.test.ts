import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Deployer } from "../../../tools/terraform/deployer";
import { requireTerraform } from "../../../tools/terraform/version";
import { FakePrograms } from "../../support/fake-programs";

const CREDENTIALS = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };

describe("with another Terraform", () => {
  let programs: FakePrograms;
  let path: string | undefined;
  beforeEach(() => {
    programs = new FakePrograms();
    path = process.env["PATH"];
    process.env["PATH"] = programs.folder;
  });
  afterEach(() => {
    process.env["PATH"] = path;
    programs.remove();
  });

  const terraform = (signal?: AbortSignal) => {
    const cache = join(programs.folder, "providers");
    return new Deployer({
      cache,
      credentials: CREDENTIALS,
      region: "eu-central-1",
      signal,
      patienceMs: 500,
    });
  };

  test("without it, one line says so and how to get it", async () => {
    await expect(requireTerraform()).rejects.toThrow(
      "terraform not found on PATH: install Terraform 1.10 or later, developer.hashicorp.com/terraform/install",
    );
    await expect(terraform().init(".")).rejects.toThrow("terraform not found on PATH: install Terraform 1.10 or later");
  });

  test("an old one is refused", async () => {
    programs.add("terraform", `echo '{"terraform_version":"1.9.8"}'`);
    await expect(requireTerraform()).rejects.toThrow(
      "Terraform 1.9.8 is too old: install Terraform 1.10 or later, developer.hashicorp.com/terraform/install",
    );
  });

  test("a failure is told in Terraform's own words", async () => {
    programs.add("terraform", "echo 'Error: creating KMS Key: AccessDenied' >&2; exit 1");
    await expect(terraform().apply(".")).rejects.toThrow("Error: creating KMS Key: AccessDenied");
  });

  test("a missing provider is one line, with the reason unfolded", async () => {
    const said =
      "Error: Failed to query available provider packages\n\nCould not retrieve the list of\nversions: no host\n";
    programs.add("terraform", `cat >&2 <<'END'\n${said}END\nexit 1`);
    mkdirSync(join(programs.folder, "bin"));
    process.env["PATH"] = `${programs.folder}:/bin:/usr/bin`;
    await expect(terraform().init(".")).rejects.toThrow(
      "Terraform gets no AWS provider (Could not retrieve the list of versions: no host): let it reach its registry, " +
        "or name a provider mirror in the file of TF_CLI_CONFIG_FILE",
    );
  });

  test("it runs in the stack's folder, as the emulator's deployer, with nothing of the user's AWS", async () => {
    const file = join(programs.folder, "seen");
    programs.add("terraform", `echo "$PWD $AWS_ACCESS_KEY_ID $AWS_PROFILE $AWS_CONFIG_FILE $@" > ${file}`);
    process.env["AWS_PROFILE"] = "production";
    try {
      await terraform().destroy("/");
    } finally {
      delete process.env["AWS_PROFILE"];
    }
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(file, "utf8")).toBe("/ ASIAEXAMPLE  /dev/null destroy -auto-approve -input=false -no-color\n");
  });

  test("a plan with changes is a drift, one without is none, a failing one is an error", async () => {
    programs.add("terraform", "echo 'Plan: 1 to add'; exit 2");
    expect(await terraform().drift(".")).toBe("Plan: 1 to add\n");
    programs.add("terraform", "echo 'No changes.'");
    expect(await terraform().drift(".")).toBeUndefined();
    programs.add("terraform", "echo 'Error: broken' >&2; exit 1");
    await expect(terraform().drift(".")).rejects.toThrow("Error: broken");
  });

  test("what was interrupted before does not go on", async () => {
    process.env["PATH"] = `${programs.folder}:/bin:/usr/bin`;
    programs.add("terraform", "sleep 30");
    const from = performance.now();
    await expect(terraform(AbortSignal.abort()).apply(".")).rejects.toThrow("terraform ended with status null");
    expect(performance.now() - from).toBeLessThan(3000);
  });

  test("an interrupt ends it, and one that does not listen as well", async () => {
    process.env["PATH"] = `${programs.folder}:/bin:/usr/bin`;
    programs.add("terraform", "trap '' INT; sleep 30 & wait; sleep 30");
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 100);
    const from = performance.now();
    await expect(terraform(interrupt.signal).apply(".")).rejects.toThrow("terraform ended with status null");
    expect(performance.now() - from).toBeLessThan(3000);
  });
});
