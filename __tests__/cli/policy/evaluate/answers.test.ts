import { decide, evaluate } from "../../../../cli/policy/evaluate";
import { ANSWERS } from "../../../fixtures/evaluator/answers";
import { CALLS } from "../../../fixtures/evaluator/calls";
import { policiesOf, requestOf } from "../../../support/evaluator-cases";

test.each(ANSWERS.map((one) => [one.answer.decision, one.title, one] as const))("%s: %s", (_, _title, one) => {
  expect(decide(requestOf(one), policiesOf(one), one.settings)).toEqual(one.answer);
});

test.each(
  CALLS.map(
    ({ call, outcome }) => [outcome.decision, JSON.stringify(call.resourcePolicy!.statements), call, outcome] as const,
  ),
)("%s by %s", (_, _statements, call, outcome) => {
  expect(evaluate(call)).toEqual(outcome);
});
