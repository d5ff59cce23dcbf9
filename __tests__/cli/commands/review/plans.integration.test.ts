import { readFileSync } from "node:fs";
import { join } from "node:path";
import { casesIn, reportOf } from "../../../../tools/plan-fixtures/expected";

/** Plans of real Terraform, made by `npm run plans`. */
const PLANS = join(__dirname, "..", "..", "..", "fixtures", "plans");

test.each(casesIn(PLANS))("%s is reported as it was read by eye", async (name) => {
  expect(await reportOf(PLANS, name)).toBe(readFileSync(join(PLANS, name, "expected.md"), "utf8"));
});
