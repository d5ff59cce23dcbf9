import { asMarkdown } from "../../../../../cli/commands/matrix/formats/markdown";
import { smallMatrix } from "../../../../support/small-matrix";

const SETTING = { id: "trail-logging", target: "trail", title: "logging", value: "off", safe: false };

test("a summary, then folded the columns, a grid for each target with what decided it, and the settings", () => {
  const matrix = smallMatrix({
    name: "dev",
    subjects: ["a reader", "root", "anonymous"],
    ids: ["key-decrypt", "log-bucket-delete", "log-bucket-list"],
    accessCases: [
      ["key", "decrypt", "AA."],
      ["log bucket", "delete", "XXX"], // X: denied explicitly
      ["log bucket", "list", "A.A"],
    ],
  });
  const text = asMarkdown([{ ...matrix, settings: [SETTING] }]);
  expect(text.slice(0, text.indexOf("\n"))).toBe("# Access matrix");
  expect(text).toContain("\nA allowed; . denied: nothing allows it; X denied explicitly; ? undecided.\n");
  expect(text.slice(text.indexOf("## dev"))).toBe(`## dev

| Who can |  |
| --- | --- |
| list logs | a reader; anonymous |
| decrypt logs without S3 | a reader; root |
| delete logs (versions retained) | nobody |

Unsafe settings: trail: logging is off.

<details><summary>The 3 columns</summary>

- **a** a reader
- **b** root
- **c** anonymous

</details>

### dev: key

<details><summary>1 action</summary>

|  | a | b | c |
| --- | :-: | :-: | :-: |
| decrypt | **A** | **A** | . |

- **LetIn** allows a, b: decrypt
- Nothing allows kms:Decrypt to c: decrypt

</details>

### dev: log bucket

<details><summary>2 actions</summary>

|  | a | b | c |
| --- | :-: | :-: | :-: |
| delete | X | X | X |
| list | **A** | . | **A** |

- **KeepOut** denies everyone: delete
- **LetIn** allows a, c: list
- Nothing allows kms:Decrypt to b: list

</details>

### dev: settings

<details><summary>1 setting</summary>

|  |  |
| --- | --- |
| trail: logging | off (unsafe) |

</details>
`);
});

test("every environment has its section, under one introduction", () => {
  const of = (name: string) => smallMatrix({ name, subjects: ["anonymous"], accessCases: [["key", "decrypt", "."]] });
  const text = asMarkdown([of("dev"), of("prod")]);
  expect(text.match(/^#+ .*$/gm)).toEqual(["# Access matrix", "## dev", "### dev: key", "## prod", "### prod: key"]);
});

test("hostile names, titles and Sids add no row, cell, element or line", () => {
  const evil = "x | y\n\n| z |\r\n<script>alert(1)</script></details> `code` @everyone [a](https://b.c) #1";
  const ids = ["key-decrypt"];
  const hostile = smallMatrix({
    name: evil,
    subjects: [evil, "anonymous"],
    ids,
    accessCases: [[evil, evil, "A."]],
    sids: { allow: evil, deny: evil },
  });
  const tame = smallMatrix({ name: "x", subjects: ["x", "anonymous"], ids, accessCases: [["x", "x", "A."]] });
  const setting = (text: string) => [{ ...SETTING, target: text, title: text, value: text }];
  const text = asMarkdown([{ ...hostile, settings: setting(evil), notEvaluated: [evil] }]);
  const shape = (markdown: string) => ({
    lines: markdown.split("\n").map((line) => line.slice(0, 2)),
    bars: markdown.split("\n").map((line) => [...line.matchAll(/(?<!\\)\|/g)].length),
    elements: markdown.match(/<[^>]*>/g),
  });
  expect(shape(text)).toEqual(shape(asMarkdown([{ ...tame, settings: setting("x"), notEvaluated: ["x"] }])));
  const section = text.slice(text.indexOf("\n## "));
  expect(section).not.toMatch(/@[a-z]|#\d(?!\d*;)|:\/\/|(?<!\\)`|(?<!\\)\[/);
});
