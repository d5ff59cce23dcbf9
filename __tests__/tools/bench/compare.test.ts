import { firstDifference } from "../../../tools/bench/compare";

test("stacks that say the same do not differ, whatever the order of keys and CDKTF's notes", () => {
  const a = { resource: { aws_a: { A: { "//": { metadata: 1 }, name: "a", list: [1, { x: true }] } } } };
  const b = { "//": {}, resource: { aws_a: { A: { list: [1, { x: true }], name: "a" } } } };
  expect(firstDifference(a, b)).toBeUndefined();
});

test.each([
  ["a value", { a: { b: "x" } }, { a: { b: "y" } }, 'a.b: "x" and "y"'],
  ["a type", { a: 1 }, { a: "1" }, 'a: 1 and "1"'],
  ["a missing key", { a: { b: 1 } }, { a: {} }, "a.b: 1 and undefined"],
  ["a key too many", { a: {} }, { a: { b: null } }, "a.b: undefined and null"],
  ["an item", { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, "a[1].b: 2 and 3"],
  ["the order of a list", { a: [1, 2] }, { a: [2, 1] }, "a[0]: 1 and 2"],
  ["the length of a list", { a: [1] }, { a: [1, 2] }, "a: [1] and [1,2]"],
  ["a list and an object", { a: [] }, { a: {} }, "a: [] and {}"],
])("stacks that differ in %s do", (_, a, b, difference) => {
  expect(firstDifference(a, b)).toBe(difference);
});
