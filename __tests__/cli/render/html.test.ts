import { breakable, bullets, dataTable, facts } from "../../../cli/render/elements";
import { html } from "../../../cli/render/html";
import { asPage } from "../../../cli/render/page";

const EVIL = `"><script>alert('1')</script>\u202e&`;
const TAME = "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\\u202e&amp;";

test("whatever stands in a template is text, in elements and attributes, and HTML stays HTML", () => {
  expect(String(html`<b title="${EVIL}">${EVIL}</b>`)).toBe(`<b title="${TAME}">${TAME}</b>`);
  expect(String(html`<p>${html`<b>${EVIL}</b>`}</p>`)).toBe(`<p><b>${TAME}</b></p>`);
});

test("lists stand one after the other, numbers as they are, and nothing stands for what is absent", () => {
  expect(String(html`${[EVIL, html`<br>`, [0]]}|${undefined}|${false}`)).toBe(`${TAME}<br>0||`);
});

test("what only looks like HTML of the tag is text, or nothing", () => {
  const forged = { markup: "<script>", toString: () => "<script>" };
  expect(() => html`${forged as never}`).toThrow(TypeError);
});

test("elements escape what they are given", () => {
  const all = [dataTable("t", [EVIL], [[EVIL]]), facts([[EVIL, EVIL]]), bullets([EVIL]), breakable(`a/${EVIL}`)];
  for (const element of all) expect(String(element)).not.toContain("<script");
  expect(String(bullets([]))).toBe("");
});

test("a page's title and data are text, and its style is the theme and its own", () => {
  const page = asPage({ title: EVIL, style: "b { color: red }", data: { name: EVIL }, body: html`<p>x</p>` });
  expect(page).toContain(`<title>${TAME}</title>`);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('id="data">{"name":"\\">\\u003cscript>');
  expect(page).toMatch(/<style>\n:root \{[^]*b \{ color: red \}<\/style>/);
});
