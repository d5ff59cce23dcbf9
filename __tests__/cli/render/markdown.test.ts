import { cellLines, code, document, fenced, folded, joined, list, md, table } from "../../../cli/render/markdown";

const EVIL = "a | <b> *c* @team\n# d";
const TAME = "a \\| &lt;b&gt; \\*c\\* @&#8203;team # d";

test("whatever stands in a template is text, and Markdown stays Markdown", () => {
  expect(String(md`**${EVIL}** ${3}`)).toBe(`**${TAME}** 3`);
  expect(String(md`- ${md`**${EVIL}**`}`)).toBe(`- **${TAME}**`);
  expect(String(joined([EVIL, md`**x**`], "; "))).toBe(`${TAME}; **x**`);
});

test("a table's titles and cells are text too", () => {
  expect(String(table(["", { title: EVIL, centered: true }], [[EVIL, md`**x**`]]))).toBe(
    `|  | ${TAME} |\n| --- | :-: |\n| ${TAME} | **x** |`,
  );
  expect(String(table(["a"], [[cellLines(["one", EVIL])]]))).toBe(`| a |\n| --- |\n| one<br>${TAME} |`);
});

test("code can be ended neither in a line, a cell nor a block", () => {
  expect(String(code("a`|b\nc"))).toBe("`a'\\|b c`");
  expect(String(fenced("diff", "+ ```\n- ````"))).toBe("`````diff\n+ ```\n- ````\n`````");
});

test("a list may have lists in it", () => {
  expect(String(list(["one", ["two", EVIL], md`**x**`]))).toBe(`- one\n- two\n  - ${TAME}\n- **x**`);
});

test("blocks stand apart, folded ones below their title, and empty ones go", () => {
  const blocks = document([md`one`, list([]), folded("<two> @team", md`three`)]);
  expect(String(blocks)).toBe("one\n\n<details><summary>&lt;two&gt; @&#8203;team</summary>\n\nthree\n\n</details>");
});
