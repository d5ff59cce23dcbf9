import { EQUIVALENTS, review, type Equivalent } from "../../../tools/evaluator-mutations/equivalents";
import type { Mutant } from "../../../tools/evaluator-mutations/mutants";
import { reportText } from "../../../tools/evaluator-mutations/report";

const equivalent: Equivalent = {
  file: "tri.ts",
  place: "and",
  changes: ["a becomes", "b becomes c"],
  reason: "nobody notices",
};
const mutant = (more: Partial<Mutant> = {}): Mutant => ({
  file: "tri.ts",
  line: 7,
  place: "and",
  title: "a becomes b",
  source: "",
  ...more,
});

test("excuses what an equivalent names by file, place and beginning of the change", () => {
  const other = mutant({ title: "b becomes c" });
  expect(review([mutant(), other], [equivalent])).toEqual({ survivors: [], excused: [mutant(), other], stale: [] });
});

test.each([{ file: "kms.ts" }, { place: "or" }, { title: "c becomes a" }])("excuses nothing else: %j", (more) => {
  expect(review([mutant(more)], [equivalent]).survivors).toEqual([mutant(more)]);
});

test("names what of an equivalent excuses nothing anymore", () => {
  expect(review([mutant()], [equivalent]).stale).toEqual([{ equivalent, change: "b becomes c" }]);
});

test("the report counts, and shows survivors and unused equivalents", () => {
  const survivor = mutant({ title: "c becomes a" });
  const text = reportText(
    ["tri.ts"],
    [mutant(), survivor, mutant({ title: "x becomes y" })],
    review([mutant(), survivor], [equivalent]),
  );
  expect(text).toMatch(/tri\.ts +3 +1 +1 +1/);
  expect(text).toContain("tri.ts:7 and: c becomes a");
  expect(text).toContain("tri.ts and: b becomes c");
});

test("every equivalent has a reason", () => {
  for (const { changes, reason } of EQUIVALENTS) {
    expect(changes).not.toEqual([]);
    expect(reason.length).toBeGreaterThan(10);
  }
});
