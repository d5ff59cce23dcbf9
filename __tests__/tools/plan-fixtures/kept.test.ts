import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keepPlan, planText, plannedStacks, withPlans } from "../../../tools/plan-fixtures/kept";
import { EXAMPLES } from "../../../tools/plan-fixtures/paths";
import { inFolder } from "../../support/app";

test.each([
  ["compressed", "tags", "local-archive.json.gz"],
  ["as it is, for an example", EXAMPLES[0]!, "local-archive.json"],
])("a plan is kept %s, and read back", (_, name, file) => {
  inFolder((target) => {
    mkdirSync(join(target, name));
    keepPlan(target, name, "local-archive", '{"é":1}');
    expect(readdirSync(join(target, name))).toEqual([file]);
    expect(plannedStacks(target, name)).toEqual(["local-archive"]);
    expect(planText(target, name, "local-archive")).toBe('{"é":1}');
  });
});

test("compressed bytes name neither a time nor an operating system", () => {
  inFolder((target) => {
    mkdirSync(join(target, "tags"));
    keepPlan(target, "tags", "local-archive", "{}");
    const header = readFileSync(join(target, "tags", "local-archive.json.gz")).subarray(4, 10);
    expect([...header.subarray(0, 4), header[5]]).toEqual([0, 0, 0, 0, 255]);
  });
});

test("a review gets files that are named for their stacks", async () => {
  const plans = join(__dirname, "..", "..", "fixtures", "plans");
  const names = await withPlans(plans, "two-stacks", (files) =>
    Promise.resolve(files.map((file) => file.split("/").at(-1))),
  );
  expect(names).toEqual(["local-archive.json", "local-trail.json"]);
});
