import * as evaluator from "../../../../cli/policy/evaluate";
import { ANSWERS } from "../../../fixtures/evaluator/answers";
import { CALLS } from "../../../fixtures/evaluator/calls";
import { FUNCTIONS } from "../../../fixtures/evaluator/functions";
import { policiesOf, requestOf } from "../../../support/evaluator-cases";

test.each(ANSWERS.map((one) => [one.answer.decision, one.title, one] as const))("%s: %s", (_, _title, one) => {
  expect(evaluator.decide(requestOf(one), policiesOf(one), one.settings)).toEqual(one.answer);
});

test.each(
  CALLS.map(
    ({ call, outcome }) => [outcome.decision, JSON.stringify(call.resourcePolicy?.statements), call, outcome] as const,
  ),
)("%s by %s", (_, _statements, call, outcome) => {
  expect(evaluator.evaluate(call)).toEqual(outcome);
});

test.each(FUNCTIONS)("%s of %j is %j", (name, given, result) => {
  expect((evaluator[name] as (...all: readonly unknown[]) => unknown)(...given)).toEqual(result);
});
