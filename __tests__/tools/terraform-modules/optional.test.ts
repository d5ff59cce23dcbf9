import type { Part } from "../../../tools/terraform-modules/definition";
import { markParts, Optional } from "../../../tools/terraform-modules/optional";
import type { Json } from "../../../tools/terraform-modules/synthesize";

const A: Part = { condition: "var.a" };
const B: Part = { condition: "var.b" };

const marked = (full: Json, a: Json | undefined, b: Json | undefined = full) =>
  markParts(
    full,
    new Map([
      [A, a],
      [B, b],
    ]),
    "it",
  );

test("what every part has is not optional", () => {
  expect(marked({ x: [1, "y"] }, { x: [1, "y"] })).toEqual({ x: [1, "y"] });
});

test("a key, a statement and an element that one part brings are optional", () => {
  const first = { Sid: "First", Action: "a" };
  const second = { Sid: "Second", Action: "b" };
  expect(marked({ x: 1, y: 2 }, { x: 1 })).toEqual({ x: 1, y: new Optional(A, 2) });
  expect(marked([first, second], [second])).toEqual([new Optional(A, first), second]);
  expect(marked(["one", "two"], ["two"])).toEqual([new Optional(A, "one"), "two"]);
});

test("a list of which one element is left is written as that element", () => {
  expect(marked(["one", "two"], "two")).toEqual([new Optional(A, "one"), "two"]);
});

test("a value that a part changes has both values", () => {
  expect(marked({ x: "with" }, { x: "without" })).toEqual({ x: new Optional(A, "with", "without") });
});

test("parts nest: what one brings may hold what another brings", () => {
  expect(marked({ x: { y: 1, z: 2 } }, {}, { x: { y: 1 } })).toEqual({
    x: new Optional(A, { y: 1, z: new Optional(B, 2) }),
  });
});

test.each<[string, Json, Json, Json | undefined]>([
  ["it: y is only there without a part", { x: 1 }, { x: 1, y: 2 }, undefined],
  ['it: "other" is only there without a part', ["one", "two"], ["other"], undefined],
  ["it.x: the value depends on several parts", { x: "both" }, { x: "one" }, { x: "other" }],
])("what no expression can say is an error: %s", (message, full, a, b) => {
  expect(() => marked(full, a, b ?? full)).toThrow(message);
});

test("what Terraform wants literal is as with all parts", () => {
  const full = { depends_on: ["aws_iam_role.a"], lifecycle: { prevent_destroy: true }, x: 1 };
  expect(marked(full, { ...full, depends_on: [], x: 2 })).toEqual({ ...full, x: new Optional(A, 1, 2) });
});
