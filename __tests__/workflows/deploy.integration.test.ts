import { layPlan, layStacks, WITHOUT_STATE } from "../support/workflow-plans";
import { Sandbox } from "../support/workflow-scripts";

const AA = "a".repeat(64);
const BB = "b".repeat(64);
const TAGS = { Team: "audit" };
const ENV = { ENVIRONMENT: "dev", COMMIT: "c0ffee", REPOSITORY: "o/r" };

let sandbox: Sandbox;
beforeEach(() => (sandbox = new Sandbox()));
afterEach(() => sandbox.remove());

describe("the review of the pull request", () => {
  const PULLS = "repos/o/r/commits/c0ffee/pulls";
  const ARTIFACTS = "repos/o/r/actions/artifacts?name=review-dev-beef&per_page=100";
  const pull = (more: object = {}) => ({
    merged_at: "2026-01-01",
    merge_commit_sha: "c0ffee",
    head: { sha: "beef" },
    ...more,
  });
  const runOf = (id: number, more: object = {}) => ({
    [`repos/o/r/actions/runs/${id}`]: {
      path: ".github/workflows/plan.yml",
      event: "workflow_run",
      head_repository: { full_name: "o/r" },
      ...more,
    },
  });
  /** Artifacts of these runs, the first one the oldest. */
  const artifacts = (runs: readonly number[], more: object = {}) => ({
    [ARTIFACTS]: {
      artifacts: runs.map((id, index) => ({
        id: index,
        name: "review-dev-beef",
        expired: false,
        workflow_run: { id },
        ...more,
      })),
    },
  });
  const upload = (id: number, digest: string) =>
    sandbox.write(`fakes/artifacts/${id}/review-dev-beef/review.json`, { digest });
  const fetched = () => (sandbox.has("reviewed/review.json") ? sandbox.read("reviewed/review.json") : undefined);

  test("is that of the latest run which made one", () => {
    sandbox.answers({ [PULLS]: [pull()], ...artifacts([1, 2]), ...runOf(1), ...runOf(2) });
    upload(1, "old");
    upload(2, "new");
    expect(sandbox.run("reviewed.sh", ENV)).toEqual({ status: 0, out: "", err: "reviewed by run 2, at beef\n" });
    expect(fetched()).toBe('{"digest":"new"}');
  });

  test.each([
    ["of the pull request's own code", { path: ".github/workflows/offline.yml", event: "pull_request" }],
    ["of what a branch makes of plan.yml", { event: "push" }],
    ["of another workflow on main", { path: ".github/workflows/other.yml" }],
    ["of a fork", { head_repository: { full_name: "fork/r" } }],
    ["of a fork that is gone", { head_repository: null }],
  ])("is never what a run %s calls so", (_, run) => {
    sandbox.answers({ [PULLS]: [pull()], ...artifacts([1, 2]), ...runOf(1), ...runOf(2, run) });
    upload(1, "real");
    upload(2, "forged");
    expect(sandbox.run("reviewed.sh", ENV)).toMatchObject({ status: 0, err: "reviewed by run 1, at beef\n" });
    expect(fetched()).toBe('{"digest":"real"}');
  });

  test.each([
    ["is not merged", pull({ merged_at: null })],
    ["only holds the commit", pull({ merge_commit_sha: "other" })],
  ])("is not that of one that %s", (_, one) => {
    sandbox.answers({ [PULLS]: [one] });
    expect(sandbox.run("reviewed.sh", ENV)).toMatchObject({
      status: 0,
      err: "c0ffee is not the merge of a pull request\n",
    });
    expect(fetched()).toBeUndefined();
  });

  test.each([
    ["expired", { expired: true }],
    ["of another environment", { name: "review-prod-beef" }],
  ])("is none that is %s", (_, more) => {
    sandbox.answers({ [PULLS]: [pull()], ...artifacts([1], more), ...runOf(1) });
    upload(1, "other");
    expect(sandbox.run("reviewed.sh", ENV)).toMatchObject({
      status: 0,
      err: "no run of plan.yml reviewed dev at beef\n",
    });
    expect(fetched()).toBeUndefined();
  });
});

describe("the plan", () => {
  const review = (folder: string, digest: string) =>
    sandbox.write(`${folder}/review.json`, { environments: [{ environment: "dev", digest }] });
  const compare = (env: Record<string, string> = {}) =>
    sandbox.run("same-plan.sh", { ENVIRONMENT: "dev", GITHUB_STEP_SUMMARY: `${sandbox.work}/summary`, ...env });
  const changes = () => sandbox.write("review/stacks/dev-archive.json", {});
  const refused = (why: string) =>
    `dev is not deployed: ${why}. Review the plan of this run (its summary and the artifact deploy-dev).\n` +
    `To apply it, run the workflow deploy by hand with environment dev and digest ${AA}\n`;

  beforeEach(() => review("review", AA));

  test("is applied if it is the reviewed one", () => {
    changes();
    review("reviewed", AA);
    expect(compare()).toEqual({ status: 0, out: "apply=true\n", err: `dev: the plan is the reviewed one, ${AA}\n` });
  });

  test("is not applied if it differs from the reviewed one", () => {
    changes();
    review("reviewed", BB);
    const why = refused(`this plan differs from the reviewed one, ${BB}`);
    expect(compare()).toEqual({ status: 1, out: "", err: why });
    expect(sandbox.read("summary")).toBe(`\n${why}`);
  });

  test("is not applied if nobody reviewed it", () => {
    changes();
    expect(compare()).toEqual({ status: 1, out: "", err: refused("this plan was not reviewed") });
  });

  test.each([
    ["without a digest", [{ environment: "dev", digest: "" }]],
    ["of another environment", [{ environment: "prod", digest: AA }]],
    [
      "of several",
      [
        { environment: "dev", digest: AA },
        { environment: "prod", digest: AA },
      ],
    ],
    ["of none", []],
  ])("is not applied by a review %s", (_, environments) => {
    changes();
    sandbox.write("reviewed/review.json", { environments });
    const { status, out, err } = compare();
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("Error: no review of dev\n");
  });

  test("is applied if a person names it, and not if he names another", () => {
    changes();
    review("reviewed", BB);
    expect(compare({ DIGEST: AA })).toMatchObject({ status: 0, out: "apply=true\n" });
    expect(compare({ DIGEST: BB })).toMatchObject({ status: 1, out: "" });
  });

  test("that changes nothing needs no review and no apply", () => {
    sandbox.write("review/waiting", "");
    expect(compare()).toEqual({ status: 0, out: "apply=false\n", err: "dev: nothing to apply\n" });
  });

  test("with a stack that waits for another one counts as a change", () => {
    sandbox.write("review/waiting", "dev-trail\n");
    expect(compare()).toMatchObject({ status: 1 });
  });
});

describe("apply", () => {
  const plan = () => sandbox.run("plan-stacks.sh", { ...ENV, KEEP_PLANS: "true", FAIL_ON: "never" });
  const apply = () => sandbox.run("apply-stacks.sh", ENV);
  const applied = () => sandbox.terraformCalls().filter((call) => call.startsWith("apply"));
  const AFTER = "fakes/terraform/dev-archive/after";

  beforeEach(() => {
    layStacks(sandbox);
    sandbox.fakeReview();
  });

  test("stack by stack, in their order, the later one planned again", () => {
    layPlan(sandbox, "dev-archive", TAGS);
    layPlan(sandbox, "dev-trail", TAGS);
    plan();
    const before = sandbox.terraformCalls().length;
    expect(apply()).toMatchObject({ status: 0, err: "" });
    expect(sandbox.terraformCalls().slice(before)).toEqual([
      "apply dev-archive",
      "init dev-trail",
      "plan dev-trail",
      "show dev-trail",
      "apply dev-trail",
    ]);
    expect(sandbox.has("plans")).toBe(false);
  });

  test("stops if the first one changed the plan of the next", () => {
    layPlan(sandbox, "dev-archive", TAGS);
    layPlan(sandbox, "dev-trail", TAGS);
    layPlan(sandbox, "dev-trail", { Team: "other" }, AFTER);
    plan();
    expect(apply()).toMatchObject({
      status: 1,
      err:
        "dev-trail is not deployed: after dev-archive was applied, its plan differs from the reviewed one.\n" +
        "Run the workflow deploy by hand for dev: it reviews the remaining changes and prints the digest that applies them\n",
    });
    expect(applied()).toEqual(["apply dev-archive"]);
  });

  test("ends where a stack that was to stay changes after all", () => {
    layPlan(sandbox, "dev-archive", TAGS);
    layPlan(sandbox, "dev-trail", undefined);
    layPlan(sandbox, "dev-trail", TAGS, AFTER);
    plan();
    expect(apply()).toMatchObject({ status: 1 });
    expect(applied()).toEqual(["apply dev-archive"]);
  });

  test("of a first deployment ends before the stack that could not be planned", () => {
    layPlan(sandbox, "dev-archive", TAGS);
    sandbox.write("fakes/terraform/dev-trail/error", WITHOUT_STATE);
    layPlan(sandbox, "dev-trail", TAGS, AFTER);
    plan();
    expect(apply()).toMatchObject({ status: 1 });
    expect(applied()).toEqual(["apply dev-archive"]);
  });

  test("a stack that stays is not applied, and one after it not planned again", () => {
    layPlan(sandbox, "dev-archive", undefined);
    layPlan(sandbox, "dev-trail", TAGS);
    plan();
    const before = sandbox.terraformCalls().length;
    expect(apply()).toMatchObject({ status: 0, err: "" });
    expect(sandbox.terraformCalls().slice(before)).toEqual(["apply dev-trail"]);
  });

  test("an apply that fails ends it, and leaves no plan", () => {
    layPlan(sandbox, "dev-archive", TAGS);
    layPlan(sandbox, "dev-trail", TAGS);
    plan();
    layPlan(sandbox, "dev-archive", { Team: "stale" });
    expect(apply()).toMatchObject({ status: 1, err: "Error: Saved plan is stale\n" });
    expect(applied()).toEqual(["apply dev-archive"]);
    expect(sandbox.has("plans")).toBe(false);
  });

  test("a later stack that cannot be planned again ends it", () => {
    layPlan(sandbox, "dev-archive", TAGS);
    layPlan(sandbox, "dev-trail", TAGS);
    sandbox.write(`${AFTER}/dev-trail/error`, "Error: no credentials\n");
    plan();
    expect(apply()).toMatchObject({ status: 2, err: "| Error: no credentials\ndev-trail: terraform plan failed\n" });
    expect(applied()).toEqual(["apply dev-archive"]);
  });
});
