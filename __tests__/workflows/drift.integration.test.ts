import { layPlan, layStacks } from "../support/workflow-plans";
import { Sandbox } from "../support/workflow-scripts";

const URL = "https://github.example/o/r/actions/runs/1";
const BOT = "github-actions[bot]";

let sandbox: Sandbox;
beforeEach(() => (sandbox = new Sandbox()));
afterEach(() => sandbox.remove());

describe("the nightly check", () => {
  /** The tool, but for `verify`, which would ask AWS: it ends with this status. */
  const check = (verified: number) => {
    sandbox.fakeTool("verify", `[ ${verified} -eq 2 ] || echo "verified: ${verified}" > "\${!#}"\nexit ${verified}\n`);
    return sandbox.run("drift.sh", { ENVIRONMENT: "dev", COMMIT: "c0ffee" }).status;
  };
  const planned = (tags: object | undefined) => {
    layStacks(sandbox);
    layPlan(sandbox, "dev-archive", tags);
    layPlan(sandbox, "dev-trail", undefined);
  };

  test.each([
    ["clean", 0, 0, undefined],
    ["finding", 1, 1, undefined],
    ["finding", 1, 0, { Team: "audit" }],
    ["finding", 1, 2, { Team: "audit" }],
    ["unknown", 2, 2, undefined],
  ])("is %s with status %i where verify ends with %i and the plan has %j", (state, status, verified, tags) => {
    planned(tags);
    expect(check(verified)).toBe(status);
    expect(sandbox.read("drift/state")).toBe(`${state}\n`);
    const report = sandbox.read("drift/report.md");
    expect(report).toContain(verified === 2 ? "verify ended with an error: see the run.\n" : `verified: ${verified}\n`);
    expect(report).toMatch(/## Plan of c0ffee\n\n\S+ \*\*audit-trail: /);
  });

  test("is unknown where nothing can be planned", () => {
    planned(undefined);
    sandbox.write("fakes/terraform/dev-trail/error", "Error: no credentials\n");
    expect(check(0)).toBe(2);
    expect(sandbox.read("drift/report.md")).toMatch(/## Plan of c0ffee\n\nThe plan failed: see the run\.\n$/);
  });
});

describe("the issue", () => {
  const mark = (environment: string) => `<!-- audit-trail drift: ${environment} -->`;
  const issue = (number: number, environment: string, more: object = {}) => ({
    number,
    body: `${mark(environment)}\nbefore`,
    user: { login: BOT },
    ...more,
  });
  const drift = (environment: string, state: string) => {
    sandbox.write(`drifts/drift-${environment}/state`, `${state}\n`);
    sandbox.write(`drifts/drift-${environment}/report.md`, "$(id) differs\n");
  };
  const run = (...issues: readonly object[]) => {
    sandbox.answers({ "repos/o/r/issues?state=open&labels=audit-trail-drift&per_page=100": [issues] });
    return sandbox.run("drift-issue.sh", { REPOSITORY: "o/r", RUN_URL: URL });
  };
  const body = (environment: string) => `${mark(environment)}\n[The run](${URL})\n\n$(id) differs\n`;

  test("is opened on a finding", () => {
    drift("prod", "finding");
    expect(run()).toEqual({ status: 0, out: "", err: "" });
    expect(sandbox.written()).toEqual([
      { method: "LABEL", path: "audit-trail-drift", fields: {} },
      {
        method: "POST",
        path: "repos/o/r/issues",
        fields: {
          title: "audit-trail: prod differs from main",
          body: body("prod"),
          "labels[]": "audit-trail-drift",
        },
      },
    ]);
  });

  test("is updated while the finding lasts, one for each environment", () => {
    drift("dev", "finding");
    drift("prod", "finding");
    expect(run(issue(4, "prod"), issue(5, "dev"))).toMatchObject({ status: 0 });
    expect(sandbox.written()).toEqual([
      { method: "PATCH", path: "repos/o/r/issues/5", fields: { body: body("dev") } },
      { method: "PATCH", path: "repos/o/r/issues/4", fields: { body: body("prod") } },
    ]);
  });

  test("is closed when the environment is clean, and says so", () => {
    drift("prod", "clean");
    expect(run(issue(4, "prod"))).toMatchObject({ status: 0 });
    expect(sandbox.written()).toEqual([
      { method: "POST", path: "repos/o/r/issues/4/comments", fields: { body: `Clean again: ${URL}` } },
      { method: "PATCH", path: "repos/o/r/issues/4", fields: { state: "closed", state_reason: "completed" } },
    ]);
  });

  test("is opened where nobody could check: a verification that is broken every night would go unseen", () => {
    drift("prod", "unknown");
    expect(run()).toMatchObject({ status: 0 });
    expect(sandbox.written().at(-1)?.fields).toMatchObject({
      title: "audit-trail: prod could not be checked",
      body: body("prod"),
    });
  });

  test("stays as it is where nobody could tell, or where the environment was not checked", () => {
    drift("prod", "unknown");
    expect(run(issue(4, "prod"), issue(5, "dev"))).toMatchObject({ status: 0 });
    expect(sandbox.written()).toEqual([]);
  });

  test("is not opened for a clean environment", () => {
    drift("prod", "clean");
    run();
    expect(sandbox.written()).toEqual([]);
  });

  test("of somebody else, or a pull request, is left alone", () => {
    drift("prod", "clean");
    run(issue(4, "prod", { user: { login: "someone" } }), issue(5, "prod", { pull_request: {} }));
    expect(sandbox.written()).toEqual([]);
  });
});
