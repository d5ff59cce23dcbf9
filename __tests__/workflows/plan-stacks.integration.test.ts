import { readdirSync } from "node:fs";
import { layChange, layPlan, layStacks, WITHOUT_STATE } from "../support/workflow-plans";
import { Sandbox } from "../support/workflow-scripts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  layStacks(sandbox);
  sandbox.write("tmp/keep", "");
});
afterEach(() => sandbox.remove());

const plan = (env: Record<string, string> = {}) =>
  sandbox.run("plan-stacks.sh", { ENVIRONMENT: "dev", COMMIT: "abc1234", TMPDIR: `${sandbox.work}/tmp`, ...env });
const review = () => JSON.parse(sandbox.read("review/review.json")) as { verdict: string; environments: object[] };
const filesOf = (folder: string) => readdirSync(`${sandbox.work}/${folder}`, { recursive: true }).sort();

test("stacks are planned in their order, reviewed together and one by one, and no plan is left", () => {
  layPlan(sandbox, "dev-archive", { Team: "audit" });
  layPlan(sandbox, "dev-trail", undefined);
  const { status, err } = plan({ GITHUB_STEP_SUMMARY: `${sandbox.work}/summary` });
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(sandbox.terraformCalls()).toEqual(
    ["dev-archive", "dev-trail"].flatMap((stack) => ["init", "plan", "show"].map((word) => `${word} ${stack}`)),
  );
  expect(review()).toMatchObject({
    verdict: "changed",
    environments: [{ environment: "dev", digest: expect.any(String) }],
  });
  expect(filesOf("review")).toEqual([
    "review.html",
    "review.json",
    "review.md",
    "stacks",
    "stacks/dev-archive.json",
    "stacks/dev-archive.md",
    "waiting",
  ]);
  expect(sandbox.read("review/stacks/dev-archive.md")).toContain("Stacks: dev-archive at abc1234.");
  expect(sandbox.read("summary")).toBe(sandbox.read("review/review.md"));
  expect(filesOf("tmp")).toEqual(["keep"]);
  expect(sandbox.has("plans")).toBe(false);
});

test("nothing that changes is unchanged, and no stack has a review of its own", () => {
  layPlan(sandbox, "dev-archive", undefined);
  layPlan(sandbox, "dev-trail", undefined);
  expect(plan({ FAIL_ON: "changed" })).toMatchObject({ status: 0 });
  expect(review().verdict).toBe("unchanged");
  expect(filesOf("review/stacks")).toEqual([]);
});

test("a verdict that is bad enough is status 1, with the report whole", () => {
  layChange(sandbox, "dev-archive", ["delete"], { bucket: "dev-archive" }, null);
  layPlan(sandbox, "dev-trail", undefined);
  expect(plan()).toMatchObject({ status: 1 });
  expect(review().verdict).toBe("weakened");
  expect(sandbox.has("review/stacks/dev-archive.md")).toBe(true);
});

test("what deploys keeps the plans that change something, for its eyes only", () => {
  sandbox.fakeReview();
  layPlan(sandbox, "dev-archive", { Team: "audit" });
  layPlan(sandbox, "dev-trail", undefined);
  expect(plan({ KEEP_PLANS: "true" })).toMatchObject({ status: 0 });
  expect(filesOf("plans")).toEqual(["dev-archive"]);
});

test("a stack that cannot be planned ends with status 2 and no report; Terraform's output cannot run workflow commands", () => {
  sandbox.fakeReview();
  layPlan(sandbox, "dev-archive", { Team: "audit" });
  sandbox.write("fakes/terraform/dev-trail/error", "::add-mask::x\nError: No valid credential sources found\n");
  expect(plan()).toEqual({
    status: 2,
    out: "",
    err: "| ::add-mask::x\n| Error: No valid credential sources found\ndev-trail: terraform plan failed\n",
  });
  expect(sandbox.has("review")).toBe(false);
  expect(filesOf("tmp")).toEqual(["keep"]);
});

test("on a first deployment a stack that waits for another is named, and not planned", () => {
  sandbox.fakeReview();
  layPlan(sandbox, "dev-archive", { Team: "audit" });
  sandbox.write("fakes/terraform/dev-trail/error", WITHOUT_STATE);
  expect(plan()).toMatchObject({
    status: 0,
    err: "dev-trail cannot be planned before the first deployment of the stacks that it depends on\n",
  });
  expect(sandbox.read("review/waiting")).toBe("dev-trail\n");
  expect(sandbox.read("review/review.md")).toMatch(
    /\n\ndev-trail is not planned: the stacks that it depends on must be deployed first\.\n$/,
  );
});

test("an output that another stack does not have yet is waited for", () => {
  sandbox.fakeReview();
  layPlan(sandbox, "dev-archive", { Team: "audit" });
  const because = 'data.terraform_remote_state.ArchiveState.outputs is object with 1 attribute "other"';
  sandbox.write("fakes/terraform/dev-trail/error", `Error: Unsupported attribute\n\n    │ ${because}\n`);
  expect(plan()).toMatchObject({ status: 0 });
  expect(sandbox.read("review/waiting")).toBe("dev-trail\n");
});

test.each([
  ["an attribute of something else", "Error: Unsupported attribute\n\n  aws_s3_bucket.Logs is object\n"],
  ["another error beside it", `${WITHOUT_STATE}\nError: Invalid provider configuration\n`],
])("%s is no reason to wait", (_, error) => {
  layPlan(sandbox, "dev-archive", { Team: "audit" });
  sandbox.write("fakes/terraform/dev-trail/error", error);
  expect(plan()).toMatchObject({ status: 2 });
});

test("a plan that cannot be reviewed is status 2", () => {
  layPlan(sandbox, "dev-archive", undefined);
  layPlan(sandbox, "dev-trail", undefined);
  sandbox.write("fakes/terraform/dev-trail/plan.json", "{");
  const { status, err } = plan();
  expect(status).toBe(2);
  expect(err).toContain("dev-trail.json is not a plan that can be reviewed: it is not JSON, or is cut off");
  expect(sandbox.has("review")).toBe(false);
});

test("the order is that of the dependencies, whatever the names", () => {
  sandbox.fakeReview();
  const stacks = { "dev-archive": { dependencies: ["dev-trail"] }, "dev-trail": { dependencies: [] } };
  sandbox.write("planned/manifest.json", { stacks });
  layPlan(sandbox, "dev-archive", undefined);
  layPlan(sandbox, "dev-trail", undefined);
  expect(plan()).toMatchObject({ status: 0 });
  expect(sandbox.terraformCalls().filter((call) => call.startsWith("plan"))).toEqual([
    "plan dev-trail",
    "plan dev-archive",
  ]);
});
