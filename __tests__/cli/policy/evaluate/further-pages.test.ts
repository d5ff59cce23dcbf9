import * as kms from "../../../fixtures/evaluator/kms";
import * as language from "../../../fixtures/evaluator/language";
import * as organizations from "../../../fixtures/evaluator/organizations-and-endpoints";
import * as roles from "../../../fixtures/evaluator/roles";
import * as s3 from "../../../fixtures/evaluator/s3";
import { answerTo } from "../../../support/evaluator-cases";

const TOPICS = Object.entries({ ...kms, ...language, ...organizations, ...roles, ...s3 });

test("there are many", () => {
  expect(TOPICS.flatMap(([, cases]) => cases).length).toBeGreaterThan(250);
});

describe.each(TOPICS)("%s", (_, cases) => {
  test.each(cases.map((one) => [one.title, one] as const))("%s", (_title, one) => {
    expect({ page: one.page, ...answerTo(one) }).toMatchObject({ page: one.page, decision: one.expected });
  });
});
