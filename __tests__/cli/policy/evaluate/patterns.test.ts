import { PATTERNS } from "../../../fixtures/evaluator/patterns";
import { answerTo } from "../../../support/evaluator-cases";
import { when } from "../../../support/evaluator-requests";

test.each(PATTERNS.map((one) => [one.pattern, one] as const))("%s", (pattern, { matching, others }) => {
  const decision = (prefix: string) =>
    answerTo(when({ StringLike: { "s3:prefix": pattern } }, { "s3:prefix": prefix })).decision;
  expect(matching.filter((text) => decision(text) !== "allowed")).toEqual([]);
  expect(others.filter((text) => decision(text) !== "denied")).toEqual([]);
});
