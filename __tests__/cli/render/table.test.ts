import { stripVTControlCharacters } from "node:util";
import { tableLines, textLines, type Cell } from "../../../cli/render/table";
import { PLAIN, type Terminal } from "../../../cli/render/terminal";
import { displayWidth } from "../../../cli/render/width";

const terminal = (width: number): Terminal => ({ color: false, width });

const COLUMNS = [{ title: "resource" }, { title: "count", right: true }, { title: "what" }];
const ROWS = [
  ["prod-archive/aws_s3_bucket.Logs", "7", "the bucket is destroyed and all log files with it"],
  ["prod-trail/aws_cloudtrail.Trail", "120", "logging stops"],
];

test("columns are as wide as their widest cell, numbers stand flush right, and no line ends with blanks", () => {
  expect(tableLines({ columns: COLUMNS, rows: ROWS }, PLAIN)).toEqual([
    "resource                         count  what",
    "prod-archive/aws_s3_bucket.Logs      7  the bucket is destroyed and all log files with it",
    "prod-trail/aws_cloudtrail.Trail    120  logging stops",
  ]);
});

test("in a pipe a row is one line, however long", () => {
  expect(tableLines({ columns: [{ title: "" }], rows: [["x ".repeat(5000).trim()]] }, PLAIN)).toHaveLength(1);
});

test("on a terminal the widest column wraps first, between words", () => {
  expect(tableLines({ columns: COLUMNS, rows: ROWS }, terminal(64))).toEqual([
    "resource                         count  what",
    "prod-archive/aws_s3_bucket.Logs      7  the bucket is destroyed",
    "                                        and all log files with",
    "                                        it",
    "prod-trail/aws_cloudtrail.Trail    120  logging stops",
  ]);
});

test("a name that is too long breaks where its parts end, and loses nothing", () => {
  const lines = tableLines({ columns: COLUMNS, rows: ROWS, indent: 2 }, terminal(44));
  expect(lines.filter((line) => line.length > 44)).toEqual([]);
  expect(lines.slice(1, 3)).toEqual([
    "  prod-archive/          7  the bucket is",
    "  aws_s3_bucket.            destroyed and",
  ]);
  const words = lines.join(" ").split(/\s+/).sort();
  expect(words.join("").length).toBe(
    [...COLUMNS.map(({ title }) => title), ...ROWS.flat()].join("").replace(/ /g, "").length,
  );
});

test.each([40, 50, 60, 80, 120])("at %d columns no line is longer", (width) => {
  const cell = "arn:aws:s3:::example-prod-audit-logs/AWSLogs/111122223333 and some words around it";
  const rows = [[cell, cell, "1", [cell, "日本語のとても長いテキスト"]]];
  const columns = [{ title: "a" }, { title: "b" }, { title: "n", right: true }, { title: "c" }];
  for (const line of tableLines({ columns, rows }, terminal(width)))
    expect(displayWidth(line)).toBeLessThanOrEqual(width);
});

test("a cell of several lines leaves the others of its row blank below", () => {
  const rows: Cell[][] = [["a", ["one", "two"]]];
  expect(tableLines({ columns: [{ title: "" }, { title: "" }], rows }, PLAIN)).toEqual(["a  one", "   two"]);
});

test("of several lines in a cell, one that wraps is set in below", () => {
  const rows: Cell[][] = [["a", ["a role of another account that may take roles", "anonymous"]]];
  expect(tableLines({ columns: [{ title: "" }, { title: "" }], rows }, terminal(30))).toEqual([
    "a  a role of another account",
    "     that may take roles",
    "   anonymous",
  ]);
});

test("a text among the rows is a heading over those that follow", () => {
  const columns = [{ title: "" }, { title: "" }];
  const rows = ["Key", ["a", "1"], "Log bucket", ["bb", "2"]];
  expect(tableLines({ columns, rows, indent: 2 }, PLAIN)).toEqual(["Key", "  a   1", "", "Log bucket", "  bb  2"]);
});

test("wide characters, emoji and combining marks keep columns in line", () => {
  const rows = [
    ["日本", "|"],
    ["e\u0301te\u0301", "|"],
    ["🙂", "|"],
    ["abcd", "|"],
  ];
  const lines = tableLines({ columns: [{ title: "" }, { title: "" }], rows }, PLAIN);
  expect(lines).toEqual(["日本  |", "e\u0301te\u0301   |", "🙂    |", "abcd  |"]);
});

test("colors add nothing but color, also to what wraps", () => {
  const rows: Cell[][] = [
    [
      { text: "fail", tone: "bad" },
      { text: "a long text that has to wrap somewhere", tone: "bad" },
    ],
  ];
  const columns = [{ title: "state" }, { title: "what" }];
  const colored = tableLines({ columns, rows }, { color: true, width: 40 });
  expect(colored[1]).toBe("\u001b[31mfail\u001b[39m   \u001b[31ma long text that has to wrap\u001b[39m");
  expect(colored.map(stripVTControlCharacters)).toEqual(tableLines({ columns, rows }, terminal(40)));
});

test("nothing in a cell, a title or a heading moves the cursor or makes a line", () => {
  const evil = "a\u001b[2J\r\nb\u202e";
  const lines = tableLines(
    { columns: [{ title: evil }], rows: [[evil], evil, [[evil, { text: evil, tone: "bad" }]]] },
    PLAIN,
  );
  expect(lines.join("\n")).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  expect(textLines(evil, PLAIN)).toEqual(["a\\u001b[2J\\u000d\\u000ab\\u202e"]);
});
