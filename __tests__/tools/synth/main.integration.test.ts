import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "../../support/app";

const MAIN = join(__dirname, "..", "..", "..", "dist", "tools", "synth", "main.js");

function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  return inFolder((cwd) => {
    const env = { PATH: process.env["PATH"], ...variables };
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd, env, encoding: "utf8" });
    return { status, stdout, stderr, wrote: existsSync(join(cwd, "cdktf.out")) };
  });
}

test.each([
  [["dev"], 'npm run synth takes no arguments, got "dev"; to choose environments, run ENVIRONMENT=dev npm run synth'],
  [["--bogus"], "unknown option --bogus (see --help)"],
])("%j is refused, and nothing is synthesized", (args, message) => {
  expect(run(args)).toEqual({ status: 2, stdout: "", stderr: `${message}\n`, wrote: false });
});

test("--help shows how to choose environments, and nothing is synthesized", () => {
  expect(run(["--help"])).toEqual({
    status: 0,
    stdout: expect.stringContaining("ENVIRONMENT=dev,staging npm run synth"),
    stderr: "",
    wrote: false,
  });
});

test("lists the stacks that it wrote", () => {
  const { stdout, ...rest } = run([]);
  expect(rest).toEqual({ status: 0, stderr: "", wrote: true });
  expect(stdout).toMatch(/^environment +stack[^]* stacks in cdktf\.out\./);
});

test("shows why the app refuses", () => {
  expect(run([], { ENVIRONMENT: "none/such" })).toEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/^ENVIRONMENT must name environments of .*, got "none\/such"\n$/),
    wrote: false,
  });
});
