import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakePrograms } from "../../support/fake-programs";

let programs: FakePrograms;
let folder: string;
beforeEach(() => {
  programs = new FakePrograms();
  folder = mkdtempSync(join(tmpdir(), "audit-trail-main-"));
});
afterEach(() => {
  programs.remove();
  rmSync(folder, { recursive: true });
});

/** Runs the compiled command in a folder of its own, with these programs alone. */
function run(command: "main" | "down", ...args: string[]) {
  const file = join(__dirname, "..", "..", "..", "dist", "tools", "local", `${command}.js`);
  const env = { PATH: programs.folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const TERRAFORM = `echo '{"terraform_version":"1.11.4"}'`;

test("--help tells what it does, and does nothing", () => {
  const { status, stdout, stderr } = run("main", "--help");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("Usage: npm run local -- [options]");
  expect(readdirSync(folder)).toEqual([]);
});

test("an unknown option is one line", () => {
  expect(run("main", "--foo")).toEqual({ status: 2, stdout: "", stderr: "unknown option --foo (see --help)\n" });
});

test("without Terraform nothing is started", () => {
  expect(run("main")).toEqual({
    status: 2,
    stdout: "",
    stderr: "terraform not found on PATH: install Terraform 1.10 or later, developer.hashicorp.com/terraform/install\n",
  });
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that cannot be written is one line", () => {
  programs.add("terraform", TERRAFORM);
  writeFileSync(join(folder, ".local"), "");
  expect(run("main")).toEqual({
    status: 2,
    stdout: "",
    stderr: ".local cannot be written: a file is in the place of a folder\n",
  });
});

test("without an emulator one line says how to get one", () => {
  programs.add("terraform", TERRAFORM);
  const { status, stdout, stderr } = run("main");
  expect(status).toBe(2);
  expect(stderr).toBe(
    "No AWS emulator could be started (none is on PATH): install moto (pip install 'moto[server]'), " +
      "uv (https://docs.astral.sh/uv) or Docker, or name one that runs: --endpoint URL\n",
  );
  expect(stdout).toMatch(/^failed {3}emulator +\d\.\d s\n\ncould not run, after \d\.\d s\n$/);
});

test("nothing is up where nothing was started", () => {
  expect(run("down")).toEqual({ status: 0, stdout: "No local environment is running.\n", stderr: "" });
});
