import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answerTo, type EvaluatorCase } from "../../../support/evaluator-cases";

const FILE = join(__dirname, "..", "..", "..", "fixtures", "evaluator", "aws-pages.json");
const CASES = JSON.parse(readFileSync(FILE, "utf8")) as EvaluatorCase[];

test("every case is another one", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(170);
  expect(new Set(CASES.map(({ title }) => title)).size).toBe(CASES.length);
});

test.each(CASES.map((one) => [one.title, one] as const))("%s", (_, one) => {
  expect({ page: one.page, ...answerTo(one) }).toMatchObject({ page: one.page, decision: one.expected });
});
