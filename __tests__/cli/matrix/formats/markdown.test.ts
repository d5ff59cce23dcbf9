import { asMarkdown } from "../../../../cli/matrix/formats/markdown";
import { smallMatrix } from "../../../support/small-matrix";

test("a grid for each target, and by which statements each row is so", () => {
  const matrix = smallMatrix({
    name: "dev",
    subjects: ["a reader", "anonymous"],
    deeds: [
      ["key", "decrypt", "A."],
      ["log bucket", "delete", "XX"],
      ["log bucket", "list", ".."],
    ],
  });
  expect(asMarkdown(matrix)).toBe(`## dev

- **a** a reader
- **b** anonymous

A allowed; . denied: nothing allows it; X denied explicitly.

### dev: key

|  | a | b |
| --- | :-: | :-: |
| decrypt | **A** | . |

<details><summary>By which statements</summary>

- decrypt: allowed to a reader by LetIn

</details>

### dev: log bucket

|  | a | b |
| --- | :-: | :-: |
| delete | X | X |
| list | . | . |

<details><summary>By which statements</summary>

- delete: denied explicitly to everyone by KeepOut

</details>
`);
});

test("hostile names, titles and Sids add no row, cell, element or line", () => {
  const evil = "x | y\n\n| z |\r\n<script>alert(1)</script></details> `code` @everyone [a](https://b.c) #1";
  const hostile = smallMatrix({
    name: evil,
    subjects: [evil, "anonymous"],
    deeds: [[evil, evil, "A."]],
    sids: { allow: evil, deny: evil },
  });
  const tame = smallMatrix({ name: "x", subjects: ["x", "anonymous"], deeds: [["x", "x", "A."]] });
  const text = asMarkdown(hostile);
  const shape = (markdown: string) => ({
    lines: markdown.split("\n").map((line) => line.slice(0, 2)),
    bars: markdown.split("\n").map((line) => [...line.matchAll(/(?<!\\)\|/g)].length),
    elements: markdown.match(/<[^>]*>/g),
  });
  expect(shape(text)).toEqual(shape(asMarkdown(tame)));
  expect(text).not.toMatch(/@[a-z]|#\d(?!\d*;)|:\/\/|(?<!\\)`|(?<!\\)\[/);
});
