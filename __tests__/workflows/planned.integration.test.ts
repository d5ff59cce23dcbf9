import { Sandbox } from "../support/workflow-scripts";

const URL = "https://github.example/o/r/actions/runs/1";
const ENV = { REPOSITORY: "o/r", COMMIT: "abc1234", RUN_URL: URL };

let sandbox: Sandbox;
beforeEach(() => (sandbox = new Sandbox()));
afterEach(() => sandbox.remove());

const BAD = "see the run: a plan or its review failed";

test.each([
  ["all are planned", "success", "success", '["dev","prod"]', "success", 'planned: ["dev","prod"]'],
  ["none changes", "success", "skipped", "[]", "success", "no environment changes"],
  ["one is not planned, or its review is bad", "success", "failure", '["dev"]', "failure", BAD],
  ["the plans are cancelled", "success", "cancelled", '["dev"]', "failure", BAD],
  ["plans are left out that were to be made", "success", "skipped", '["dev"]', "failure", BAD],
  ["what changes is not known", "failure", "skipped", "", "failure", BAD],
])("where %s, the commit gets the status for it", (_, changed, plan, environments, state, description) => {
  const env = { ...ENV, CHANGED: changed, PLAN: plan, ENVIRONMENTS: environments };
  expect(sandbox.run("planned.sh", env)).toEqual({ status: 0, out: "", err: "" });
  expect(sandbox.written()).toEqual([
    {
      method: "POST",
      path: "repos/o/r/statuses/abc1234",
      fields: { state, context: "planned", description, target_url: URL },
    },
  ]);
});
