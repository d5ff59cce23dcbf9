import { execFileSync } from "node:child_process";
import { Sandbox } from "../support/workflow-scripts";

let sandbox: Sandbox;
beforeEach(() => (sandbox = new Sandbox()));
afterEach(() => sandbox.remove());

/** An app that writes one stack for each environment, in the place of the real one. */
const APP = (stacks: object) => `
  const { mkdirSync, writeFileSync } = require("node:fs");
  for (const [name, json] of Object.entries(${JSON.stringify(stacks)})) {
    mkdirSync(process.env.CDKTF_OUTDIR + "/stacks/" + name, { recursive: true });
    writeFileSync(process.env.CDKTF_OUTDIR + "/stacks/" + name + "/cdk.tf.json", JSON.stringify(json));
  }`;

const git = (...args: string[]) =>
  execFileSync("git", ["-C", `${sandbox.work}/repo`, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args]);

const commit = (stacks: object, lock = "{}") => {
  sandbox.write("repo/dist/main.js", APP(stacks));
  sandbox.write("repo/package-lock.json", lock);
  git("add", "--all");
  git("commit", "--quiet", "--message", "one");
};

const lay = () => {
  sandbox.write("bin/npm", `#!/bin/sh\n# A fake of npm, for tests.\necho "$*" >> "$FAKES/npm-calls"\n`, 0o755);
  sandbox.write("repo/package.json", {});
  git("init", "--quiet");
};

const synthesize = (env: Record<string, string>) => sandbox.run("synthesize.sh", env, `${sandbox.work}/repo`);
const changed = () => sandbox.run("changed-environments.sh").out;

test("what a pull request makes of the app is synthesized beside what its base makes of it", () => {
  lay();
  commit({ "dev-archive": { a: 1 }, "prod-archive": { a: 1 } });
  commit({ "dev-archive": { a: 1 }, "prod-archive": { a: 2 } });
  expect(synthesize({ BASE_REF: "HEAD^1" })).toMatchObject({ status: 0, err: "" });
  expect(sandbox.read("synthesized/head/stacks/prod-archive/cdk.tf.json")).toBe('{"a":2}');
  expect(sandbox.read("synthesized/base/stacks/prod-archive/cdk.tf.json")).toBe('{"a":1}');
  expect(sandbox.read("synthesized/accept.json")).toBe("[]\n");
  expect(changed()).toBe('["prod"]\n');
  expect(sandbox.read("fakes/npm-calls")).toBe("run --silent build\nrun --silent build\n");
  expect(String(git("worktree", "list")).trim().split("\n")).toHaveLength(1);
});

test("a base with other packages gets them, without the scripts that they bring", () => {
  lay();
  commit({ "dev-archive": {} }, "1");
  commit({ "dev-archive": {} }, "2");
  expect(synthesize({ BASE_REF: "HEAD^1" })).toMatchObject({ status: 0 });
  expect(sandbox.read("fakes/npm-calls")).toContain("ci --ignore-scripts --no-audit --no-fund\n");
  expect(changed()).toBe("[]\n");
});

test("without a base the checkout alone is synthesized, with its accepted findings", () => {
  lay();
  sandbox.write("repo/audit-trail.accept.json", '[{"a":1}]');
  commit({ "dev-archive": {} });
  expect(synthesize({})).toMatchObject({ status: 0 });
  expect(sandbox.has("synthesized/base")).toBe(false);
  expect(sandbox.read("synthesized/accept.json")).toBe('[{"a":1}]');
});

test("as the base of what another run left, the checkout takes the place of whatever lies there", () => {
  lay();
  commit({ "dev-archive": { a: 1 } });
  sandbox.write("synthesized/head/stacks/dev-archive/cdk.tf.json", '{"a":2}');
  sandbox.write("synthesized/base/stacks/dev-archive/cdk.tf.json", '{"a":2}');
  sandbox.write("synthesized/base/stacks/dev-archive/more.tf.json", "{}");
  sandbox.write("synthesized/accept.json", "[1]");
  expect(synthesize({ SIDE: "base" })).toMatchObject({ status: 0, err: "" });
  expect(sandbox.read("synthesized/base/stacks/dev-archive/cdk.tf.json")).toBe('{"a":1}');
  expect(sandbox.has("synthesized/base/stacks/dev-archive/more.tf.json")).toBe(false);
  expect(sandbox.read("synthesized/accept.json")).toBe("[1]");
  expect(changed()).toBe('["dev"]\n');
});

test("a base that cannot be synthesized ends the job, and leaves no worktree", () => {
  lay();
  sandbox.write("repo/dist/main.js", "process.exit(2)");
  git("add", "--all");
  git("commit", "--quiet", "--message", "broken");
  commit({ "dev-archive": {} });
  expect(synthesize({ BASE_REF: "HEAD^1" })).toMatchObject({ status: 2 });
  expect(String(git("worktree", "list")).trim().split("\n")).toHaveLength(1);
});

test("a new environment changes, a new stack changes its environment, one that is gone has nothing to plan", () => {
  const stack = (side: string, name: string) => sandbox.write(`synthesized/${side}/stacks/${name}/cdk.tf.json`, {});
  for (const name of ["dev-archive", "prod-archive", "gone-archive"]) stack("base", name);
  for (const name of ["dev-archive", "dev-trail", "prod-archive", "new-archive"]) stack("head", name);
  expect(changed()).toBe('["dev","new"]\n');
});

test("one name does not stand for another that begins like it", () => {
  sandbox.write("synthesized/base/stacks/pro-archive/cdk.tf.json", "1");
  sandbox.write("synthesized/base/stacks/prod-archive/cdk.tf.json", "1");
  sandbox.write("synthesized/head/stacks/pro-archive/cdk.tf.json", "1");
  sandbox.write("synthesized/head/stacks/prod-archive/cdk.tf.json", "2");
  expect(changed()).toBe('["prod"]\n');
});

test("a name that is none of an environment never gets into the matrix of jobs", () => {
  sandbox.write('synthesized/base/stacks/x"]$(id)/cdk.tf.json', "1");
  sandbox.write('synthesized/head/stacks/x"]$(id)/cdk.tf.json', "2");
  expect(sandbox.run("changed-environments.sh")).toEqual({
    status: 2,
    out: "",
    err: "no name of an environment: 'x\"]$(id)'\n",
  });
});

test("a base that is not there is no base in which nothing stands", () => {
  sandbox.write("synthesized/head/stacks/dev-archive/cdk.tf.json", "1");
  const { status, out, err } = sandbox.run("changed-environments.sh");
  expect({ status, out }).toEqual({ status: 1, out: "" });
  expect(err).toContain("synthesized/base/stacks: No such file or directory");
});
