import { accessChange } from "../../../../cli/commands/review/access";
import type { StackJson } from "../../../../cli/model/stack";
import { fleetOf } from "../../../support/fleet";
import { environmentOf } from "../../../support/matrix";

const stacksOf = (count: number) => environmentOf(fleetOf(count)).stacks;
const THREE = stacksOf(3);
const TWO = stacksOf(2);
const told = (before: readonly StackJson[], after: readonly StackJson[]) => accessChange("fleet", { before, after });

test("an account that joins gains what the others have, and no more", () => {
  const { gained, lost, undecided, unknown, expected } = told(TWO, THREE);
  expect({ gained, lost, undecided, unknown }).toEqual({ gained: [], lost: [], undecided: [], unknown: undefined });
  const subjects = new Set(expected.map(({ subject }) => subject));
  expect(subjects).toContain("CloudTrail for the trail of 200000000003");
});

test("an account that leaves loses its own rows, and nobody gains", () => {
  const { gained, lost, unknown } = told(THREE, TWO);
  expect({ gained, unknown }).toEqual({ gained: [], unknown: undefined });
  expect(lost.map(({ target }) => target)).toContain("trail of 200000000003");
});

test("a trail that the archive no longer lets in has lost what it needs, also if it is not the first", () => {
  const without = (stack: StackJson): StackJson => ({
    ...stack,
    resources: JSON.parse(
      JSON.stringify(stack.resources).replaceAll(
        'arn:aws:cloudtrail:eu-central-1:200000000002:trail/fleet-trail\\",\\"',
        "",
      ),
    ) as StackJson["resources"],
  });
  const { lost } = told(
    THREE,
    THREE.map((stack) => (stack.name === "fleet-archive" ? without(stack) : stack)),
  );
  const needed = lost.filter((cell) => cell.needed);
  expect(needed.map(({ subject }) => subject)).toContain("CloudTrail for the trail of 200000000002");
});
