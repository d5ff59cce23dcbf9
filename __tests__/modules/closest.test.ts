import { closest, unknownKey } from "../../modules/closest";

const NAMES = ["environment", "endpoint", "framework", "format", "outdir", "output"];

test.each([
  ["a letter that is missing", "enviroment", "environment"],
  ["two letters swapped", "fromat", "format"],
  ["a beginning", "env", "environment"],
  ["a beginning in other letters", "FRAME", "framework"],
  ["a beginning of two", "out", undefined],
  ["nothing", "", undefined],
  ["another word", "bucket", undefined],
])("%s: %j means %j", (_, word, meant) => {
  expect(closest(word, NAMES)).toBe(meant);
});

test("a name that is listed twice is one name", () => {
  expect(closest("frame", ["framework", "framework"])).toBe("framework");
});

test("a shortened key suggests the whole one", () => {
  expect(unknownKey("expireAfter", ["transitions", "expireAfterDays"])).toBe("unknown; did you mean expireAfterDays?");
});
