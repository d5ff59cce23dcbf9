import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { labelled, manifestOf } from "../support/stack-folder";
import { layChange } from "../support/workflow-plans";
import { Sandbox } from "../support/workflow-scripts";

const ROOT = join(__dirname, "..", "..");

/** The recipes of docs/plan-review.md: the blocks of YAML of a section. */
function recipesOf(section: string): unknown[] {
  const text = readFileSync(join(ROOT, "docs", "plan-review.md"), "utf8");
  const [, body = ""] = new RegExp(`^## ${section}\n([^]*?)\n## `, "m").exec(text) ?? [];
  return [...body.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, yaml]) => parse(yaml!) as unknown);
}

/** What the merge request synthesized: stacks by name. */
let stacks: Record<string, object>;
let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write("bin/npm", "#!/bin/sh\n# A fake of npm, for tests.\n", 0o755);
  sandbox.write("bin/git", FAKE_GIT, 0o755);
  sandbox.write("bin/curl", FAKE_CURL, 0o755);
  for (const folder of ["repo", "trusted", "trusted/dist"]) mkdirSync(join(sandbox.work, folder));
  link(".github", "trusted/.github");
  for (const part of ["cli", "tools", "stacks", "modules", "environments"])
    link(`dist/${part}`, `trusted/dist/${part}`);
  sandbox.write("trusted/dist/main.js", FAKE_APP);
  // What the target branch synthesizes.
  sandbox.write("fakes/base/manifest.json", manifestOf(["same"]));
  sandbox.write("fakes/base/stacks/same/cdk.tf.json", labelled("same"));
  stacks = {};
  layStack("dev-archive", "dev");
  sandbox.write("repo/synthesized/accept.json", []);
  layChange(sandbox, "dev-archive", ["delete"], { bucket: "dev-archive" }, null);
  // The fake says by its status that nothing changes: only `-detailed-exitcode` tells the difference.
  sandbox.write("fakes/terraform/dev-archive/unchanged", "");
});
afterEach(() => sandbox.remove());

function link(from: string, to: string): void {
  symlinkSync(join(ROOT, from), join(sandbox.work, to));
}

function layStack(name: string, environment: string, more: object = {}): void {
  stacks[name] = { ...labelled(environment), ...more };
  sandbox.write("repo/synthesized/head/manifest.json", manifestOf(Object.keys(stacks)));
  sandbox.write(`repo/synthesized/head/stacks/${name}/cdk.tf.json`, stacks[name]);
}

const RUNS_A_PROGRAM = { data: { external: { Evil: { program: ["sh", "-c", "id"] } } } };

/** Runs the lines of a job as a runner does: each must succeed. */
function runLines(lines: readonly string[], env: Record<string, string> = {}, cwd = "repo") {
  const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", lines.join("\n")], {
    cwd: join(sandbox.work, cwd),
    encoding: "utf8",
    env: {
      HOME: process.env["HOME"],
      PATH: `${join(sandbox.work, "bin")}:${process.env["PATH"]}`,
      FAKES: join(sandbox.work, "fakes"),
      ...env,
    },
  });
  return { status, out: stdout, err: stderr };
}

describe("GitLab", () => {
  interface Job {
    readonly script: readonly string[];
    readonly variables?: Readonly<Record<string, string>>;
    readonly artifacts?: { readonly paths: readonly string[] };
  }
  interface Note {
    readonly method: string;
    readonly url: string;
    readonly body: string;
  }
  const [jobs] = recipesOf("GitLab") as [Record<"offline" | "review", Job>];
  const env = {
    CI_API_V4_URL: "https://gitlab.example.com/api/v4",
    CI_PROJECT_ID: "7",
    CI_MERGE_REQUEST_IID: "3",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    CI_COMMIT_SHORT_SHA: "abc1234",
    PLAN_ACCOUNT_ROLE: "AuditTrailPlan",
    REVIEW_TOKEN: "secret",
  };
  const review = () => {
    const given = Object.entries(jobs.review.variables ?? {}).map(([name, value]) => `export ${name}=${value}`);
    return runLines([...given, ...jobs.review.script], env);
  };
  const notes = () => sandbox.lines("fakes/written").map((line) => JSON.parse(line) as Note);

  test.each([
    [[], "POST", "/notes"],
    [
      [
        { id: 5, body: "another" },
        { id: 9, body: "<!-- audit-trail review dev -->\nold" },
      ],
      "PUT",
      "/notes/9",
    ],
  ])("with %j the review is one note, and a finding fails the job", (earlier, method, end) => {
    sandbox.write("fakes/notes.json", earlier);
    expect(review()).toMatchObject({ status: 1, err: "" });
    expect(notes()).toEqual([
      {
        method,
        url: `https://gitlab.example.com/api/v4/projects/7/merge_requests/3${end}`,
        body: expect.stringMatching(/^<!-- audit-trail review dev -->\n🔴 \*\*audit-trail: WEAKENED: /),
      },
    ]);
  });

  test("each changed environment has its own note", () => {
    layStack("other", "eu");
    layChange(sandbox, "other", ["no-op"], { bucket: "other" }, { bucket: "other" });
    layStack("same", "same");
    sandbox.write("fakes/notes.json", []);
    expect(review()).toMatchObject({ status: 1, err: "" });
    expect(notes().map(({ body }) => body.split("\n", 2)[0])).toEqual([
      "<!-- audit-trail review dev -->",
      "<!-- audit-trail review eu -->",
    ]);
  });

  test("a plan that cannot be made fails the job, and writes no note", () => {
    sandbox.write("fakes/terraform/dev-archive/error", "Error: no credentials");
    expect(review()).toMatchObject({ status: 1, err: expect.stringContaining("no credentials") });
    expect(notes()).toEqual([]);
  });

  test("Terraform does not start for a stack that runs a program", () => {
    layStack("dev-archive", "dev", RUNS_A_PROGRAM);
    expect(review()).toMatchObject({ status: 1, err: expect.stringContaining("stack.data.external is not allowed") });
    expect(sandbox.terraformCalls()).toEqual([]);
    expect(notes()).toEqual([]);
  });

  test("offline runs scripts that exist, with the variables that they require", () => {
    const calls = jobs.offline.script.filter((line) => line.includes(".github/scripts/"));
    expect(calls.map((line) => /\.github\/scripts\/([\w-]+\.sh)$/.exec(line)?.[1])).toEqual([
      "synthesize.sh",
      "offline-review.sh",
    ]);
    const base = "repo/synthesized/base";
    sandbox.write(`${base}/manifest.json`, manifestOf(["dev-archive"]));
    const bucket = { ...labelled("dev"), resource: { aws_s3_bucket: { Logs: { bucket: "logs" } } } };
    sandbox.write(`${base}/stacks/dev-archive/cdk.tf.json`, bucket);
    link(".github", "repo/.github");
    link("dist", "repo/dist");
    const { status, out } = runLines(calls.slice(1), env);
    expect([status, out.split("\n")[0]]).toEqual([
      1,
      "🔴 **audit-trail: WEAKENED: the audit trail itself is weakened**",
    ]);
    expect(jobs.offline.artifacts?.paths).toEqual(["synthesized"]);
  });
});

describe("Atlantis", () => {
  const [server] = recipesOf("Atlantis") as [
    {
      repos: [{ pre_workflow_hooks: [{ run: string }, { run: string }] }];
      workflows: Record<string, { plan: { steps: (string | { run: string })[] } }>;
    },
  ];
  const trusted = (line: string) => line.replaceAll("/home/atlantis/audit-trail", join(sandbox.work, "trusted"));
  const writeProjects = () => runLines([trusted(server.repos[0].pre_workflow_hooks[1].run)]);
  const STACK = "repo/taken/dev/planned/stacks/dev-archive";

  test("the hook writes a project for each synthesized stack", () => {
    layStack("other", "eu");
    sandbox.write(`${STACK}/evil.tf`, "");
    expect(writeProjects()).toEqual({ status: 0, out: "", err: "" });
    const autoplan = { when_modified: ["../../../../../**/*.ts", "../../../../../package-lock.json"] };
    expect(parse(sandbox.read("repo/atlantis.yaml"))).toEqual({
      version: 3,
      projects: [
        { name: "dev-archive", dir: "taken/dev/planned/stacks/dev-archive", autoplan },
        { name: "other", dir: "taken/eu/planned/stacks/other", autoplan },
      ],
    });
    expect(readdirSync(join(sandbox.work, STACK))).toEqual(["cdk.tf.json"]);
  });

  test("the hook refuses a stack that runs a program", () => {
    layStack("dev-archive", "dev", RUNS_A_PROGRAM);
    const err = expect.stringContaining("stack.data.external is not allowed");
    expect(writeProjects()).toMatchObject({ status: 2, err });
  });

  test("the step reviews the plan of its project, and fails it", () => {
    expect(writeProjects()).toMatchObject({ status: 0 });
    const { run } = server.workflows["audit-trail"]!.plan.steps.find((step) => typeof step === "object")!;
    const SHOWFILE = join(sandbox.work, "fakes", "terraform", "dev-archive", "plan.json");
    const { status, out } = runLines([trusted(run)], { SHOWFILE }, STACK);
    expect([status, out.split("\n")[0]]).toEqual([1, "WEAKENED: the audit trail itself is weakened"]);
  });
});

const FAKE_GIT = `#!/bin/sh
# A fake of git, for tests: the worktree is the trusted checkout.
if [ "$1" = worktree ]; then ln -s ../trusted target; fi
`;

const FAKE_APP = `// A fake of the app, for tests: writes the stacks of FAKES/base.
const { CDKTF_OUTDIR, FAKES } = process.env;
require("node:fs").cpSync(FAKES + "/base", CDKTF_OUTDIR, { recursive: true });
`;

const FAKE_CURL = `#!/usr/bin/env node
// A fake of curl, for tests: lists the notes of notes.json, and writes down what it is asked to write.
const { appendFileSync, readFileSync } = require("node:fs");
const { FAKES } = process.env;
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
const url = args.find((arg) => arg.startsWith("https://"));
if (after("--header") !== "PRIVATE-TOKEN: secret") process.exit(22);
if (!args.includes("--request")) {
  process.stdout.write(readFileSync(FAKES + "/notes.json"));
} else {
  const [, file] = /^body@(.*)$/.exec(after("--data-urlencode"));
  const entry = { method: after("--request"), url, body: readFileSync(file, "utf8") };
  appendFileSync(FAKES + "/written", JSON.stringify(entry) + "\\n");
}
`;
