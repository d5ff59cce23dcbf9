import { count, tableLines } from "../../../tools/summary/table";

test("columns are as wide as their widest cell, and numbers stand flush right", () => {
  const rows = [
    ["dev", "9", "s3 a/b"],
    ["staging", "120", "local"],
  ];
  expect(tableLines(["environment", "resources", "backend"], rows, [1])).toEqual([
    "environment  resources  backend",
    "dev                  9  s3 a/b",
    "staging            120  local",
  ]);
});

test("a cell that is wider than its header widens the column", () => {
  expect(tableLines(["a", "b"], [["wide cell", "x"]])).toEqual(["a          b", "wide cell  x"]);
});

test("no line ends with blanks", () => {
  expect(tableLines(["name", "note"], [["one", ""]])).toEqual(["name  note", "one"]);
});

test("a count names one thing or several", () => {
  const counts = [0, 1, 2].map((number) => count(number, "warning"));
  expect(counts).toEqual(["0 warnings", "1 warning", "2 warnings"]);
});
