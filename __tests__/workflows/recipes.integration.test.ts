import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
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

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write("bin/npm", "#!/bin/sh\n# A fake of npm, for tests.\n", 0o755);
  sandbox.write("bin/npx", `#!/bin/sh\n# A fake of npx, for tests.\nshift\nexec node dist/cli/main.js "$@"\n`, 0o755);
  sandbox.write("bin/curl", FAKE_CURL, 0o755);
  mkdirSync(join(sandbox.work, "repo"));
  symlinkSync(join(ROOT, "dist"), join(sandbox.work, "repo", "dist"));
  symlinkSync(join(ROOT, ".github"), join(sandbox.work, "repo", ".github"));
  sandbox.write("repo/cdktf.out/manifest.json", manifestOf(["dev-archive"]));
  sandbox.write("repo/cdktf.out/stacks/dev-archive/cdk.tf.json", labelled("dev"));
  sandbox.write("repo/cdktf.out/stacks/dev-archive/.terraform/init", "");
  layChange(sandbox, "dev-archive", ["delete"], { bucket: "dev-archive" }, null);
  // The fake says by its status that nothing changes: only `-detailed-exitcode` tells the difference.
  sandbox.write("fakes/terraform/dev-archive/unchanged", "");
});
afterEach(() => sandbox.remove());

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
  const [jobs] = recipesOf("GitLab") as [Record<"offline" | "review", { script: string[] }>];
  const env = {
    CI_API_V4_URL: "https://gitlab.example.com/api/v4",
    CI_PROJECT_ID: "7",
    CI_MERGE_REQUEST_IID: "3",
    CI_COMMIT_SHORT_SHA: "abc1234",
    CI_COMMIT_SHA: "abc1234",
    REVIEW_TOKEN: "secret",
  };

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
  ])("with %j the review is one note, and a finding fails the job", (notes, method, end) => {
    sandbox.write("fakes/notes.json", notes);
    expect(runLines(jobs.review.script, env)).toMatchObject({ status: 1, err: "" });
    const [written] = sandbox.lines("fakes/written").map((line) => JSON.parse(line) as Record<string, string>);
    expect(written).toMatchObject({
      method,
      url: `https://gitlab.example.com/api/v4/projects/7/merge_requests/3${end}`,
      body: expect.stringMatching(/^<!-- audit-trail review dev -->\n🔴 \*\*audit-trail: WEAKENED: /),
    });
  });

  test("each environment of the synthesized stacks has its own note", () => {
    sandbox.write("repo/cdktf.out/manifest.json", manifestOf(["dev-archive", "other"]));
    sandbox.write("repo/cdktf.out/stacks/other/cdk.tf.json", labelled("eu"));
    sandbox.write("repo/cdktf.out/stacks/other/.terraform/init", "");
    layChange(sandbox, "other", ["no-op"], { bucket: "other" }, { bucket: "other" });
    sandbox.write("fakes/notes.json", []);
    expect(runLines(jobs.review.script, env)).toMatchObject({ status: 1, err: "" });
    const bodies = sandbox.lines("fakes/written").map((line) => (JSON.parse(line) as { body: string }).body);
    expect(bodies.map((body) => body.split("\n", 2)[0])).toEqual([
      "<!-- audit-trail review dev -->",
      "<!-- audit-trail review eu -->",
    ]);
  });

  test("a plan that cannot be made fails the job, and writes no note", () => {
    sandbox.write("fakes/terraform/dev-archive/error", "Error: no credentials");
    sandbox.write("fakes/notes.json", []);
    expect(runLines(jobs.review.script, env)).toMatchObject({
      status: 1,
      err: expect.stringContaining("no credentials"),
    });
    expect(sandbox.has("fakes/written")).toBe(false);
  });

  test("offline runs the scripts that are there, with what they ask for", () => {
    const calls = jobs.offline.script.filter((line) => line.includes(".github/scripts/"));
    expect(calls.map((line) => /\.github\/scripts\/([\w-]+\.sh)$/.exec(line)?.[1])).toEqual([
      "synthesize.sh",
      "offline-review.sh",
    ]);
    const stacks = "repo/synthesized/base";
    sandbox.write(`${stacks}/manifest.json`, manifestOf(["dev-archive"]));
    const bucket = { ...labelled("dev"), resource: { aws_s3_bucket: { Logs: { bucket: "logs" } } } };
    sandbox.write(`${stacks}/stacks/dev-archive/cdk.tf.json`, bucket);
    sandbox.write("repo/synthesized/head/manifest.json", manifestOf(["dev-archive"]));
    sandbox.write("repo/synthesized/head/stacks/dev-archive/cdk.tf.json", labelled("dev"));
    sandbox.write("repo/synthesized/accept.json", []);
    const { status, out } = runLines(calls.slice(1), env);
    expect([status, out.split("\n")[0]]).toEqual([
      1,
      "🔴 **audit-trail: WEAKENED: the audit trail itself is weakened**",
    ]);
  });
});

describe("Atlantis", () => {
  const [server] = recipesOf("Atlantis") as [
    {
      repos: [{ pre_workflow_hooks: [{ run: string }, { run: string }] }];
      workflows: Record<string, { plan: { steps: (string | { run: string })[] } }>;
    },
  ];

  test("the hook writes a project for each synthesized stack", () => {
    sandbox.write("repo/cdktf.out/manifest.json", manifestOf(["dev-archive", "other"]));
    sandbox.write("repo/cdktf.out/stacks/other/cdk.tf.json", labelled("eu"));
    const [, hook] = server.repos[0].pre_workflow_hooks;
    expect(runLines([hook.run])).toEqual({ status: 0, out: "", err: "" });
    const autoplan = { when_modified: ["../../../**/*.ts", "../../../package-lock.json"] };
    expect(parse(sandbox.read("repo/atlantis.yaml"))).toEqual({
      version: 3,
      projects: [
        { name: "dev-archive", dir: "cdktf.out/stacks/dev-archive", autoplan },
        { name: "other", dir: "cdktf.out/stacks/other", autoplan },
      ],
    });
  });

  test("the step reviews the plan of its project, and fails it", () => {
    const { run } = server.workflows["audit-trail"]!.plan.steps.find((step) => typeof step === "object")!;
    const cwd = "repo/cdktf.out/stacks/dev-archive";
    sandbox.write("repo/audit-trail.accept.json", []);
    const SHOWFILE = join(sandbox.work, "fakes", "terraform", "dev-archive", "plan.json");
    const { status, out } = runLines([run], { SHOWFILE }, cwd);
    expect([status, out.split("\n")[0]]).toEqual([1, "WEAKENED: the audit trail itself is weakened"]);
  });
});

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
