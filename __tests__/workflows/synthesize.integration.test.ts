import { execFileSync } from "node:child_process";
import { labelled, manifestOf } from "../support/stack-folder";
import { Sandbox } from "../support/workflow-scripts";

let sandbox: Sandbox;
beforeEach(() => (sandbox = new Sandbox()));
afterEach(() => sandbox.remove());

/** An app that writes these stacks, in the place of the real one. */
const APP = (stacks: object) => `
  const { mkdirSync, writeFileSync } = require("node:fs");
  for (const [name, json] of Object.entries(${JSON.stringify(stacks)})) {
    mkdirSync(process.env.CDKTF_OUTDIR + "/stacks/" + name, { recursive: true });
    writeFileSync(process.env.CDKTF_OUTDIR + "/stacks/" + name + "/cdk.tf.json", JSON.stringify(json));
  }
  writeFileSync(process.env.CDKTF_OUTDIR + "/manifest.json", '${JSON.stringify(manifestOf(Object.keys(stacks)))}');`;

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
/** Writes one side: of each stack its environment, and something that may differ. */
const laySide = (side: string, stacks: Readonly<Record<string, readonly [environment: string, version?: number]>>) => {
  sandbox.write(`synthesized/${side}/manifest.json`, manifestOf(Object.keys(stacks)));
  for (const [name, [environment, version]] of Object.entries(stacks)) {
    sandbox.write(`synthesized/${side}/stacks/${name}/cdk.tf.json`, { ...labelled(environment), version });
  }
};

const listed = () => sandbox.run("list-environments.sh").out;
const changed = () => sandbox.run("changed-environments.sh").out;

test("what a pull request makes of the app is synthesized beside what its base makes of it", () => {
  lay();
  commit({ dev: { a: 1 }, prod: { a: 1 } });
  commit({ dev: { a: 1 }, prod: { a: 2 } });
  expect(synthesize({ BASE_REF: "HEAD^1" })).toMatchObject({ status: 0, err: "" });
  expect(sandbox.read("synthesized/head/stacks/prod/cdk.tf.json")).toBe('{"a":2}');
  expect(sandbox.read("synthesized/base/stacks/prod/cdk.tf.json")).toBe('{"a":1}');
  expect(sandbox.read("synthesized/accept.json")).toBe("[]\n");
  expect(changed()).toBe('["prod"]\n');
  expect(sandbox.read("fakes/npm-calls")).toBe("run --silent build\nrun --silent build\n");
  expect(String(git("worktree", "list")).trim().split("\n")).toHaveLength(1);
});

test("a base with other packages gets them, without the scripts that they bring", () => {
  lay();
  commit({ dev: {} }, "1");
  commit({ dev: {} }, "2");
  expect(synthesize({ BASE_REF: "HEAD^1" })).toMatchObject({ status: 0 });
  expect(sandbox.read("fakes/npm-calls")).toContain("ci --ignore-scripts --no-audit --no-fund\n");
  expect(changed()).toBe("[]\n");
});

test("without a base the checkout alone is synthesized, with its accepted findings", () => {
  lay();
  sandbox.write("repo/audit-trail.accept.json", '[{"a":1}]');
  commit({ dev: {} });
  expect(synthesize({})).toMatchObject({ status: 0 });
  expect(sandbox.has("synthesized/base")).toBe(false);
  expect(sandbox.read("synthesized/accept.json")).toBe('[{"a":1}]');
});

test("as the base of what another run left, the checkout takes the place of whatever lies there", () => {
  lay();
  commit({ dev: { a: 1 } });
  sandbox.write("synthesized/head/stacks/dev/cdk.tf.json", '{"a":2}');
  sandbox.write("synthesized/head/manifest.json", manifestOf(["dev"]));
  sandbox.write("synthesized/base/stacks/dev/cdk.tf.json", '{"a":2}');
  sandbox.write("synthesized/base/stacks/dev/more.tf.json", "{}");
  sandbox.write("synthesized/accept.json", "[1]");
  expect(synthesize({ SIDE: "base" })).toMatchObject({ status: 0, err: "" });
  expect(sandbox.read("synthesized/base/stacks/dev/cdk.tf.json")).toBe('{"a":1}');
  expect(sandbox.has("synthesized/base/stacks/dev/more.tf.json")).toBe(false);
  expect(sandbox.read("synthesized/accept.json")).toBe("[1]");
  expect(changed()).toBe('["dev"]\n');
});

test("a base that cannot be synthesized ends the job, and leaves no worktree", () => {
  lay();
  sandbox.write("repo/dist/main.js", "process.exit(2)");
  git("add", "--all");
  git("commit", "--quiet", "--message", "broken");
  commit({ dev: {} });
  expect(synthesize({ BASE_REF: "HEAD^1" })).toMatchObject({ status: 2 });
  expect(String(git("worktree", "list")).trim().split("\n")).toHaveLength(1);
});

test("a new environment changes, a new stack changes its environment, one that is gone has nothing to plan", () => {
  laySide("base", { "dev-archive": ["dev"], "prod-archive": ["prod"], "gone-archive": ["gone"] });
  laySide("head", { "dev-archive": ["dev"], "dev-trail": ["dev"], "prod-archive": ["prod"], "new-archive": ["new"] });
  expect(changed()).toBe('["dev","new"]\n');
});

test("the environments are listed once each, by the label of their stacks", () => {
  laySide("head", { "prod-archive": ["prod"], "prod-trail": ["prod"], logs: ["dev"] });
  expect(listed()).toBe('["dev","prod"]\n');
});

test("one name does not stand for another that begins like it", () => {
  laySide("base", { "prod-archive": ["prod"], "prod-eu-archive": ["prod-eu"] });
  laySide("head", { "prod-archive": ["prod"], "prod-eu-archive": ["prod-eu", 2] });
  expect(changed()).toBe('["prod-eu"]\n');
});

test("a stack belongs to the environment that its label names, whatever its own name", () => {
  laySide("base", { logs: ["prod"], prod: ["dev"] });
  laySide("head", { logs: ["prod", 2], prod: ["dev"] });
  expect(changed()).toBe('["prod"]\n');
});

test("a file beside the Terraform JSON changes an environment too", () => {
  for (const side of ["base", "head"]) laySide(side, { "dev-archive": ["dev"], "prod-archive": ["prod"] });
  sandbox.write("synthesized/head/stacks/dev-archive/versions.tf", "");
  expect(changed()).toBe('["dev"]\n');
});

test("a name that is none of an environment never gets into the matrix of jobs", () => {
  for (const side of ["base", "head"]) laySide(side, { x: ['x"]$(id)'] });
  for (const script of ["changed-environments.sh", "list-environments.sh"]) {
    expect(sandbox.run(script)).toEqual({
      status: 2,
      out: "",
      err: expect.stringContaining('has the environment "x\\"]$(id)"; a name must consist of letters'),
    });
  }
});

test("a base that is not there is no base in which nothing stands", () => {
  laySide("head", { "dev-archive": ["dev"] });
  const { status, out, err } = sandbox.run("changed-environments.sh");
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain("synthesized/base does not exist; ");
});
