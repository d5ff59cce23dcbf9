import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findingsOf, reportOf } from "../../../../tools/plan-fixtures/expected";
import { casesIn } from "../../../../tools/plan-fixtures/kept";
import { EXAMPLES } from "../../../../tools/plan-fixtures/paths";

/** Plans of real Terraform, made by `npm run plans`. */
const PLANS = join(__dirname, "..", "..", "..", "fixtures", "plans");
const expected = (name: string, file: string) => readFileSync(join(PLANS, name, file), "utf8");

test.each(casesIn(PLANS))("%s has the verdict and findings that were read by eye", async (name) => {
  expect(await findingsOf(PLANS, name)).toBe(expected(name, "expected.json"));
});

test.each(EXAMPLES)("the report of %s is the one that was read by eye", async (name) => {
  expect(await reportOf(PLANS, name)).toBe(expected(name, "expected.md"));
});
