import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { FakePrograms } from "../../support/fake-programs";
import { LOCK } from "../../support/terraform-files";

const MAIN = join(__dirname, "..", "..", "..", "dist", "tools", "provider-lock", "main.js");

/** Prints its version. Adds the platforms that it is asked for to the lock file, which it writes if there is none. */
const TERRAFORM = `
if [ "$1" = version ]; then echo '{"terraform_version": "1.11.4"}'; exit; fi
[ -f main.tf.json ] || exit 3
[ -f .terraform.lock.hcl ] || cp "$LOCK" .terraform.lock.hcl
printf '%s\\n' "$*" >> .terraform.lock.hcl`;

let cwd: string;
let programs: FakePrograms;
const lock = () => join(cwd, ".terraform.lock.hcl");

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  programs = new FakePrograms().add("terraform", TERRAFORM);
  writeFileSync(join(cwd, "new.hcl"), LOCK);
});
afterEach(() => {
  programs.remove();
  rmSync(cwd, { recursive: true });
});

const run = (...args: string[]) => runIn({}, ...args);

function runIn(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const PATH = `${programs.folder}${delimiter}${process.env["PATH"]}`;
  const env = { ...process.env, PATH, LOCK: join(cwd, "new.hcl"), CDKTF_OUTDIR: "cdktf.out", ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("writes the lock file for the platforms that it is given", () => {
  expect(run("linux_amd64", "darwin_arm64", "--fs-mirror", "/mirror")).toEqual({
    status: 0,
    stdout: ".terraform.lock.hcl pins hashicorp/aws 5.100.0 for linux_amd64, darwin_arm64. Commit it.\n",
    stderr: "",
  });
  const args = "providers lock -no-color -platform=linux_amd64 -platform=darwin_arm64 -fs-mirror=/mirror";
  expect(readFileSync(lock(), "utf8")).toBe(`${LOCK}${args}\n`);
});

test("keeps the version that the lock file pins, until it is upgraded", () => {
  writeFileSync(lock(), LOCK.replace("5.100.0", "5.99.0"));
  expect(run("linux_amd64").stdout).toContain("pins hashicorp/aws 5.99.0 for");
  expect(run("linux_amd64", "--upgrade").stdout).toContain("pins hashicorp/aws 5.100.0 for");
});

test("where Terraform fails, says so and leaves the lock file as it is", () => {
  programs.add(
    "terraform",
    `[ "$1" = version ] && exec echo '{"terraform_version": "1.11.4"}'; echo no such host >&2; exit 1`,
  );
  writeFileSync(lock(), LOCK);
  expect(run()).toEqual({ status: 2, stdout: "", stderr: "no such host\n\n.terraform.lock.hcl is not written.\n" });
  expect(readFileSync(lock(), "utf8")).toBe(LOCK);
});

test("prints its help at once, and refuses bad arguments, without synthesizing", () => {
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("Usage:"), stderr: "" });
  expect(run("--platform=linux_amd64")).toMatchObject({
    status: 2,
    stderr: "unknown option --platform (see --help)\n",
  });
  expect(existsSync(join(cwd, "cdktf.out"))).toBe(false);
});

test("if the app refuses to synthesize, shows why and writes no lock file", () => {
  expect(runIn({ ENVIRONMENT: "none/such" }, "linux_amd64")).toEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/^ENVIRONMENT must name environments of .*, got "none\/such"\n$/),
  });
  expect(existsSync(lock())).toBe(false);
});
