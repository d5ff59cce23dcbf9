import { decideThrough } from "../../../../cli/policy/evaluate";
import { ACCESS_POINTS } from "../../../fixtures/evaluator/access-points";
import { policiesOf, requestOf } from "../../../support/evaluator-cases";

test.each(ACCESS_POINTS.map((one) => [one.title, one] as const))("%s", (_, one) => {
  const answer = decideThrough(one.point, requestOf(one), policiesOf(one), one.settings);
  expect({ page: one.page, ...answer }).toMatchObject({ page: one.page, decision: one.expected });
});

test("the deciding statements of access point and bucket are named", () => {
  const one = ACCESS_POINTS[0]!;
  const { decidedBy } = decideThrough(one.point, requestOf(one), policiesOf(one));
  expect(decidedBy.map(({ source }) => source)).toEqual(["access point", "resource"]);
});
