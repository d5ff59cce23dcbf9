import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..");

/** Programs that people start with `npm run`, and that take minutes or write files. */
const PROGRAMS = [
  "adoption/main",
  "bench/evaluate",
  "bench/package",
  "bench/review",
  "bench/start",
  "bench/synth",
  "docs/main",
  "e2e/main",
  "evaluator-mutations/main",
  "local/down",
  "local/main",
  "mutation-tests/main",
  "oracle/main",
  "provider-lock/main",
  "validate/validate",
];

function run(program: string, argument: string) {
  const args = [`dist/tools/${program}.js`, argument];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

test.each(PROGRAMS)("%s shows its help, and refuses an unknown option in one line", (program) => {
  expect(run(program, "--help")).toEqual({ status: 0, out: expect.stringMatching(/npm run [\w:]+/), err: "" });
  const err = expect.stringMatching(/^unknown option '?--bogus'? \(see --help\)\n$/i);
  expect(run(program, "--bogus")).toEqual({ status: 2, out: "", err });
});
