import { decideThrough } from "../../../../cli/policy/evaluate";
import { ACCESS_POINTS } from "../../../fixtures/evaluator/access-points";
import { policiesOf, requestOf } from "../../../support/evaluator-cases";

test.each(ACCESS_POINTS.map((one) => [one.title, one] as const))("%s", (_, one) => {
  const { decidedBy, ...answer } = decideThrough(one.point, requestOf(one), policiesOf(one), one.settings);
  expect({ page: one.page, ...answer }).toMatchObject({ page: one.page, decision: one.expected });
  const sources = decidedBy.map(({ source }) => source);
  const { decidedBy: by = sources, missing = answer.missing, unknown = answer.unknown } = one;
  expect({ sources, missing: answer.missing, unknown: answer.unknown }).toEqual({ sources: by, missing, unknown });
});
