import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SCRIPTS } from "../support/workflow-scripts";

const FOLDER = join(__dirname, "..", "..", ".github", "workflows");
const ACTIONLINT = join(
  __dirname,
  "..",
  "..",
  "node_modules",
  "@tktco",
  "node-actionlint",
  "bin",
  "node-actionlint.js",
);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".yml"));
const textOf = (name: string) => readFileSync(join(FOLDER, name), "utf8");

/** Lints workflows with actionlint: with actions by their tags, whose inputs it knows. */
function lint(files: Readonly<Record<string, string>>): { status: number | null; out: string } {
  const folder = mkdtempSync(join(tmpdir(), "audit-trail-workflows-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text.replace(/@[0-9a-f]{40} # (v\d+)\.\d+\.\d+$/gm, "@$1"));
    }
    const args = [ACTIONLINT, "*.yml"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    return { status, out: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Jobs by name, each as its lines. */
function jobsOf(name: string): Map<string, string> {
  const [, jobs = ""] = textOf(name).split(/^jobs:\n/m);
  const parts = jobs.split(/^ {2}(?=[\w-]+:$)/m).filter((part) => /^[\w-]+:\n/.test(part));
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(":")), part]));
}

/** `{ contents: "read" }` */
function permissionsOf(job: string): Record<string, string> {
  const [, block = ""] = /^ {4}permissions:\n((?: {6}.+\n)+)/m.exec(job) ?? [];
  return Object.fromEntries([...block.matchAll(/^ {6}([\w-]+): (\w+)$/gm)].map(([, scope, access]) => [scope, access]));
}

/** The texts of `run:`, in a line or in a block. */
function runsOf(text: string): string[] {
  return [...text.matchAll(/^( *)(?:- )?run: (?:[|>]-?\n((?:\1 .*\n|\n)+)|(.+)$)/gm)].map(
    ([, , block, line]) => block ?? line!,
  );
}

test("actionlint finds nothing in any workflow", () => {
  const files = Object.fromEntries(NAMES.map((name) => [name, textOf(name)]));
  expect(NAMES).toEqual(expect.arrayContaining(["ci.yml", "offline.yml", "plan.yml", "deploy.yml", "drift.yml"]));
  expect(lint(files)).toEqual({ status: 0, out: expect.stringContaining(`Checking ${NAMES.length} workflow file(s)`) });
});

test("actionlint finds what is broken", () => {
  const plan = textOf("plan.yml");
  const broken = {
    "scope.yml": plan.replace("id-token: write", "id-tokn: write"),
    "needs.yml": plan.replaceAll("needs.changed.outputs.environments", "needs.online.outputs.environments"),
    "input.yml": plan.replace("if-no-files-found: ignore", "if-no-file-found: ignore"),
    "injected.yml": textOf("offline.yml").replace(
      "run: npm ci",
      "run: echo ${{ github.event.pull_request.title }}; npm ci",
    ),
  };
  const { status, out } = lint(broken);
  expect(status).toBe(1);
  expect(out).toContain('unknown permission scope "id-tokn"');
  expect(out).toContain('property "online" is not defined');
  expect(out).toContain('input "if-no-file-found" is not defined in action "actions/upload-artifact@v4"');
  expect(out).toContain('"github.event.pull_request.title" is potentially untrusted');
});

describe.each(NAMES)("%s", (name) => {
  const text = textOf(name);

  test("pins every action by its commit and names the version", () => {
    const uses = [...text.matchAll(/\buses: (.+)$/gm)].map(([, used]) => used!);
    const pinned = /^(\.\/\.github\/workflows\/[\w-]+\.yml|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
    expect(uses.filter((used) => !pinned.test(used))).toEqual([]);
    expect(uses).not.toEqual([]);
  });

  test("puts no expression into a script", () => {
    expect(runsOf(text).filter((run) => run.includes("${{"))).toEqual([]);
  });

  test("leaves no credentials in a checkout, and gives each job a time", () => {
    const jobs = [...jobsOf(name).values()].filter((job) => job.includes("    steps:\n"));
    for (const job of jobs) {
      expect(job).toMatch(/^ {4}timeout-minutes: \d+$/m);
      const checkouts = job.split(/^ {6}- /m).filter((step) => step.includes("actions/checkout@"));
      expect(checkouts.filter((step) => !step.includes("persist-credentials: false"))).toEqual([]);
    }
  });
});

test("each job has the least permissions, and what holds credentials of AWS writes nothing to GitHub", () => {
  const all = ["offline.yml", "plan.yml", "deploy.yml", "deploy-environment.yml", "drift.yml", "release.yml"].flatMap(
    (name) => {
      expect(textOf(name)).toMatch(/^permissions: \{\}$/m);
      return [...jobsOf(name)].map(([job, text]) => [`${name} ${job}`, permissionsOf(text)]);
    },
  );
  const deploys = { actions: "read", contents: "read", "id-token": "write", "pull-requests": "read" };
  expect(Object.fromEntries(all)).toEqual({
    "offline.yml offline": { contents: "read" },
    "plan.yml changed": { actions: "read", contents: "read" },
    "plan.yml plan": { actions: "read", contents: "read", "id-token": "write" },
    "plan.yml comment": { contents: "read", "pull-requests": "write" },
    "plan.yml planned": { contents: "read", statuses: "write" },
    "deploy.yml environments": { contents: "read" },
    "deploy.yml deploy": deploys,
    "deploy-environment.yml deploy": deploys,
    "drift.yml environments": { contents: "read" },
    "drift.yml check": { contents: "read", "id-token": "write" },
    "drift.yml issue": { contents: "read", issues: "write" },
    "release.yml publish": { contents: "read", "id-token": "write" },
    "release.yml announce": { contents: "write" },
  });
});

test("what has credentials or may write runs code of main, never that of the pull request", () => {
  const plan = textOf("plan.yml");
  expect(plan).toMatch(/^on:\n {2}workflow_run:\n {4}workflows: \[offline\]\n {4}types: \[completed\]\n\n/m);
  expect(plan).not.toMatch(/^ +(ref|repository): /m);
  expect([...plan.matchAll(/^ +run-id: (.+)$/gm)]).toHaveLength(2);
  expect(jobsOf("plan.yml").get("comment")).not.toContain("run-id:");
  expect(textOf("offline.yml")).not.toMatch(/secrets\.|vars\.|configure-aws-credentials|id-token|: write/);
  expect(NAMES.filter((name) => textOf(name).includes("pull_request_target"))).toEqual([]);
});

test("a fork gets no plan, and neither does what is no pull request", () => {
  const [, condition] = /if: >-\n((?: {6}.+\n)+)/.exec(jobsOf("plan.yml").get("changed")!) ?? [];
  expect(condition).toContain("github.event.workflow_run.event == 'pull_request' &&");
  expect(condition).toContain("github.event.workflow_run.head_repository.full_name == github.repository &&");
  for (const name of ["plan", "comment", "planned"]) {
    expect(jobsOf("plan.yml").get(name)).toMatch(/^ {4}needs: (changed|\[changed, plan\])$/m);
  }
});

test("reports are uploaded, plans never", () => {
  const paths = NAMES.flatMap((name) => [...textOf(name).matchAll(/upload-artifact[^]*?path: (.+)$/gm)]);
  expect(paths.map(([, path]) => path).sort()).toEqual([
    "${{ runner.temp }}/drift",
    "${{ runner.temp }}/review",
    "${{ runner.temp }}/review",
    "${{ runner.temp }}/review",
    "${{ runner.temp }}/synthesized",
  ]);
});

test("an apply is never cancelled, an environment has one at a time, and the environments come in their order", () => {
  const job = jobsOf("deploy-environment.yml").get("deploy");
  expect(job).toContain("group: deploy-${{ inputs.environment }}\n      cancel-in-progress: false\n");
  const deploy = jobsOf("deploy.yml").get("deploy");
  expect(deploy).toContain("      max-parallel: 1\n      fail-fast: true\n");
});

test("no workflow names an environment: each takes them from the app or its stacks", () => {
  const names = ["plan.yml", "deploy.yml", "drift.yml"];
  const listed = names.map((name) => /^ +environment: (.*fromJSON.*)$/m.exec(textOf(name))?.[1]);
  expect(listed).toEqual([
    "${{ fromJSON(needs.changed.outputs.environments) }}",
    "${{ fromJSON(needs.environments.outputs.environments) }}",
    "${{ fromJSON(needs.environments.outputs.environments) }}",
  ]);
  expect(NAMES.filter((name) => /\b(dev|staging|prod)\b/.test(textOf(name)))).toEqual([]);
});

describe("the order of deployment", () => {
  const order = (environment: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/tools/ci/deployment-order.js"], {
      cwd: join(__dirname, "..", ".."),
      encoding: "utf8",
      env: { ...process.env, ENVIRONMENT: environment },
    });
    return { status, out: stdout, err: stderr };
  };

  test("is that of environments/index.ts; a run by hand deploys one environment", () => {
    const { status, out, err } = order("");
    const names = JSON.parse(out) as string[];
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(order(names.at(-1)!)).toEqual({ status: 0, out: `["${names.at(-1)}"]\n`, err: "" });
    // A GitHub environment that is not one of the app's. The message lists the names in the order of the file.
    const refusal = `ENVIRONMENT must name environments of environments/index.ts (${names.join(", ")}), got "some-plan"\n`;
    expect(order("some-plan")).toEqual({ status: 2, out: "", err: refusal });
  });
});

describe("the scripts", () => {
  const scripts = readdirSync(SCRIPTS);
  const script = (name: string) => readFileSync(join(SCRIPTS, name), "utf8");

  test.each(scripts)("%s is sound Bash, stops at the first failure, and takes no expression of a workflow", (name) => {
    const { status, stderr } = spawnSync("bash", ["-n", join(SCRIPTS, name)], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(script(name)).not.toContain("${{");
    if (name === "lib.sh") return;
    expect(script(name)).toMatch(/^#!\/usr\/bin\/env bash\n(?:#.*\n)+set -euo pipefail\n/);
    expect(statSync(join(SCRIPTS, name)).mode & 0o111).not.toBe(0);
  });

  test("a workflow or a recipe calls each of them, and each that they call exists", () => {
    const recipes = readFileSync(join(SCRIPTS, "..", "..", "docs", "plan-review.md"), "utf8");
    const called = [...NAMES.flatMap((name) => runsOf(textOf(name))), recipes].join("\n");
    const names = [...called.matchAll(/\.github\/scripts\/([\w-]+\.sh)/g)].map(([, name]) => name);
    expect([...new Set(names)].sort()).toEqual(scripts.filter((name) => name !== "lib.sh").sort());
  });
});
