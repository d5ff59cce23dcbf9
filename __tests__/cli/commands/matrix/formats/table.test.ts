import { stripVTControlCharacters } from "node:util";
import { asTable } from "../../../../../cli/commands/matrix/formats/table";
import { letter } from "../../../../../cli/commands/matrix/formats/letters";
import { PLAIN } from "../../../../../cli/render/terminal";
import { smallMatrix } from "../../../../support/small-matrix";

const COLORED = { ...PLAIN, color: true };

const SMALL = smallMatrix({
  name: "dev",
  subjects: ["a reader", "anonymous"],
  accessCases: [
    ["key", "decrypt", "A."],
    ["log bucket", "delete", ".X"],
  ],
});

test("names the columns, then shows a line for each action", () => {
  expect(asTable(SMALL, PLAIN)).toBe(`dev: who can do what

  a  a reader
  b  anonymous

          a b
key
  decrypt A .

log bucket
  delete  . X

A allowed   . denied: nothing allows it   X denied explicitly   ? undecided
`);
});

test("begins with a summary, settings that are not safe, and what is not evaluated", () => {
  const subjects = ["role/one-of-a-rather-long-name", "role/another-of-a-rather-long-name", "anonymous"];
  const small = smallMatrix({
    name: "dev",
    subjects,
    ids: ["log-bucket-read", "log-bucket-delete"],
    accessCases: [
      ["log bucket", "read", "AAA"],
      ["log bucket", "delete", "XXX"], // X: denied explicitly
    ],
  });
  const settings = [
    { id: "a", target: "trail", title: "logging", value: "off", safe: false },
    { id: "b", target: "trail", title: "validation", value: "on", safe: true },
  ];
  const [, summary] = /what\n\n(.*)\n\n {2}a {2}/s.exec(
    asTable({ ...small, settings, notEvaluated: ["a grant"] }, PLAIN),
  )!;
  expect(summary).toBe(`  read logs                        role/one-of-a-rather-long-name
                                   role/another-of-a-rather-long-name
                                   anonymous
  delete logs (versions retained)  nobody

  Unsafe settings: trail: logging is off

  Not evaluated: a grant`);
});

test("access stands out, a denial by statement is calm, and colors change no word", () => {
  const colored = asTable(SMALL, COLORED);
  expect(colored).toContain("  decrypt \u001b[33mA\u001b[39m \u001b[2m.\u001b[22m\n");
  expect(colored).toContain("  delete  \u001b[2m.\u001b[22m \u001b[32mX\u001b[39m\n");
  expect(stripVTControlCharacters(colored)).toBe(asTable(SMALL, PLAIN));
});

test("a hostile name moves no cursor, clears no screen and makes no line", () => {
  const text = asTable(
    smallMatrix({
      name: "dev\u001b[2J",
      subjects: ["reader\nroot\r\u0007", "\u202eflipped\u{e0041}"],
      accessCases: [["key", "de\u009bcrypt\u2028", "A."]],
    }),
    PLAIN,
  );
  expect(text.split("\n").slice(0, 8)).toEqual([
    "dev\\u001b[2J: who can do what",
    "",
    "  a  reader\\u000aroot\\u000d\\u0007",
    "  b  \\u202eflipped\\u{e0041}",
    "",
    `${" ".repeat("  de\\u009bcrypt\\u2028".length + 1)}a b`,
    "key",
    "  de\\u009bcrypt\\u2028 A .",
  ]);
  expect(/[^\n\x20-\x7e]/.test(text)).toBe(false);
});

test("columns past z keep in line", () => {
  const subjects = Array.from({ length: 28 }, (_, index) => `subject ${index}`);
  const matrix = smallMatrix({ subjects, accessCases: [["key", "decrypt", `${".".repeat(27)}A`]] });
  const lines = asTable(matrix, PLAIN).split("\n");
  expect(lines).toContain("  ab  subject 27");
  const head = lines.find((line) => line.trimStart().startsWith("a b"))!;
  const row = lines.find((line) => line.startsWith("  decrypt"))!;
  expect(row.indexOf("A")).toBe(head.indexOf("ab") + 1);
});

test("a terminal too narrow for all columns shows them in several grids, every action in each", () => {
  const subjects = Array.from({ length: 30 }, (_, index) => `subject ${index}`);
  const matrix = smallMatrix({ subjects, accessCases: [["key", "decrypt", `${".".repeat(29)}A`]] });
  const lines = asTable(matrix, { color: false, width: 80 }).split("\n");
  expect(lines.filter((line) => line.startsWith("  decrypt"))).toEqual([
    `  decrypt ${Array.from({ length: 10 }, () => ".").join(" ")}`,
    `  decrypt ${Array.from({ length: 10 }, () => ".").join(" ")}`,
    `  decrypt ${Array.from({ length: 6 }, () => ".").join(" ")}  .  .  .  A`,
  ]);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test.each([
  [0, "a"],
  [25, "z"],
  [26, "aa"],
  [51, "az"],
  [52, "ba"],
  [701, "zz"],
  [702, "aaa"],
])("column %d is called %s", (index, name) => expect(letter(index)).toBe(name));
