import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alertsReference } from "../../../tools/docs/alerts-reference";

test("docs/alerts.md is what npm run docs writes", () => {
  expect(alertsReference()).toBe(readFileSync(join(__dirname, "..", "..", "..", "docs", "alerts.md"), "utf8"));
});
