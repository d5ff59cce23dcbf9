import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Deployer, type DeployerOptions } from "../../../tools/terraform/deployer";
import { requireTerraform } from "../../../tools/terraform/version";
import { FakePrograms } from "../../support/fake-programs";

const ENDPOINT = "http://127.0.0.1:5000";
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

  const deployer = (more: Partial<DeployerOptions> = {}) => {
    const cache = join(programs.folder, "providers");
    return new Deployer({ cache, credentials: CREDENTIALS, region: "eu-central-1", endpoint: ENDPOINT, ...more });
  };

  test("without it, one line says so and how to get it", async () => {
    await expect(requireTerraform()).rejects.toThrow(
      "terraform not found on PATH: install Terraform 1.10 or later, developer.hashicorp.com/terraform/install",
    );
    await expect(deployer().init(".")).rejects.toThrow("terraform not found on PATH: install Terraform 1.10 or later");
  });

  test("an old one is refused", async () => {
    programs.add("terraform", `echo '{"terraform_version":"1.9.8"}'`);
    await expect(requireTerraform()).rejects.toThrow(
      "Terraform 1.9.8 is too old: install Terraform 1.10 or later, developer.hashicorp.com/terraform/install",
    );
  });

  test("a failure is reported in Terraform's own words", async () => {
    programs.add("terraform", "echo 'Error: creating KMS Key: AccessDenied' >&2; exit 1");
    await expect(deployer().apply(".")).rejects.toThrow("Error: creating KMS Key: AccessDenied");
  });

  test("a missing provider is one line, with the reason unfolded", async () => {
    const said =
      "Error: Failed to query available provider packages\n\nCould not retrieve the list of\nversions: no host\n";
    programs.add("terraform", `cat >&2 <<'END'\n${said}END\nexit 1`);
    mkdirSync(join(programs.folder, "bin"));
    process.env["PATH"] = `${programs.folder}:/bin:/usr/bin`;
    await expect(deployer().init(".")).rejects.toThrow(
      "Terraform cannot install the AWS provider (Could not retrieve the list of versions: no host): allow access to its registry, " +
        "or configure a provider mirror in the file that TF_CLI_CONFIG_FILE names",
    );
  });

  test("it runs in the stack's folder, as the emulator's deployer, and asks the emulator, with nothing of the user's AWS", async () => {
    const file = join(programs.folder, "seen");
    programs.add(
      "terraform",
      `echo "$PWD $AWS_ACCESS_KEY_ID $AWS_ENDPOINT_URL $AWS_PROFILE $AWS_CONFIG_FILE $@" > ${file}`,
    );
    process.env["AWS_PROFILE"] = "production";
    try {
      await deployer().destroy("/");
    } finally {
      delete process.env["AWS_PROFILE"];
    }
    expect(readFileSync(file, "utf8")).toBe(
      `/ ASIAEXAMPLE ${ENDPOINT}  /dev/null destroy -auto-approve -input=false -no-color\n`,
    );
  });

  test("a plan with changes is a drift, one without is none, a failing one is an error", async () => {
    programs.add("terraform", "echo 'Plan: 1 to add'; exit 2");
    expect(await deployer().drift(".")).toBe("Plan: 1 to add\n");
    programs.add("terraform", "echo 'No changes.'");
    expect(await deployer().drift(".")).toBeUndefined();
    programs.add("terraform", "echo 'Error: broken' >&2; exit 1");
    await expect(deployer().drift(".")).rejects.toThrow("Error: broken");
  });

  test("nothing starts after an interrupt", async () => {
    programs.add("terraform", "touch started");
    await expect(deployer({ signal: AbortSignal.abort() }).apply(programs.folder)).rejects.toThrow("aborted");
    expect(readdirSync(programs.folder)).not.toContain("started");
  });

  describe("an interrupt", () => {
    let interrupt: AbortController;
    beforeEach(() => {
      interrupt = new AbortController();
      process.env["PATH"] = `${programs.folder}:/bin:/usr/bin`;
    });
    const started = () => setTimeout(() => interrupt.abort(), 300);

    test("leaves Terraform the time that it takes to write its state", async () => {
      programs.add("terraform", "trap 'sleep 1; echo saved >&2; exit 1' INT; while :; do sleep 0.1; done");
      started();
      await expect(deployer({ signal: interrupt.signal }).apply(".")).rejects.toThrow("saved");
    });

    test("kills it after a while where nobody needs its state", async () => {
      programs.add("terraform", "trap '' INT; sleep 30 & wait; sleep 30");
      started();
      const from = performance.now();
      const applied = deployer({ signal: interrupt.signal, patienceMs: 500 }).apply(".");
      await expect(applied).rejects.toThrow("terraform ended with status null");
      expect(performance.now() - from).toBeLessThan(5000);
    });

    test("kills it at once where nobody waits any more", async () => {
      programs.add("terraform", "trap '' INT; sleep 30 & wait; sleep 30");
      started();
      const from = performance.now();
      await expect(deployer({ kill: interrupt.signal }).apply(".")).rejects.toThrow("terraform ended with status null");
      expect(performance.now() - from).toBeLessThan(5000);
    });

    test("never kills an init, which would leave half a provider in the cache", async () => {
      programs.add("terraform", "trap '' INT; sleep 1.5; echo whole > ../whole; exit 1");
      const { signal } = interrupt;
      started();
      const folder = join(programs.folder, "stack");
      mkdirSync(folder);
      const initialized = deployer({ signal, kill: signal, patienceMs: 1 }).init(folder);
      await expect(initialized).rejects.toThrow("terraform ended with status 1");
      expect(readFileSync(join(programs.folder, "whole"), "utf8")).toBe("whole\n");
    });
  });

  test("who asks learns the process of each Terraform", async () => {
    programs.add("terraform", "echo $$ > pid");
    const pids: number[] = [];
    await deployer({ onStart: (pid) => pids.push(pid) }).apply(programs.folder);
    expect(pids).toEqual([Number(readFileSync(join(programs.folder, "pid"), "utf8"))]);
  });
});
