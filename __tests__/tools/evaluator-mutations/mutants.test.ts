import { mutantsOf } from "../../../tools/evaluator-mutations/mutants";

const titlesOf = (source: string) => mutantsOf("file.ts", source).map(({ title }) => title);

test.each([
  ["comparisons", "const a = b === 1;", ["b === 1 becomes b !== 1", "1 becomes 2"]],
  ["limits", "const a = b < c;", ["b < c becomes b <= c", "b < c becomes b >= c"]],
  ["conditions", "if (a) b();", ["a becomes true", "a becomes false", "b(); becomes ;"]],
  ["both sides of an operator", "const a = b && c;", ["b && c becomes b || c", "b && c becomes b", "b && c becomes c"]],
  ["defaults", "const a = b ?? c;", ["b ?? c becomes b", "b ?? c becomes c"]],
  ["negations", "const a = !b;", ["!b becomes b"]],
  ["branches", "const a = b ? c : d;", ["b ? c : d becomes c", "b ? c : d becomes d"]],
  ["truth", "const a = true;", ["true becomes false"]],
  ["what is unknown", 'const a = "unknown";', ['"unknown" becomes true', '"unknown" becomes false']],
  ["texts", 'const a = "b";', ['"b" becomes ""']],
  ["results", "function f() { return g; }", ["g becomes undefined"]],
  ["results of short functions", "const f = () => g;", ["g becomes undefined"]],
  ["loops", "while (a) b();", ["a becomes false", "b(); becomes ;"]],
  ["cases", "switch (a) { case 1: b(); }", ["case 1: b(); becomes nothing", "1 becomes 2", "b(); becomes ;"]],
  ["what is combined", "const a = and(b, c);", ["and becomes or", "b becomes ...[]", "c becomes ...[]"]],
  ["what holds for all", "const a = b.some(c);", ["some becomes every"]],
  ["case of letters", "const a = b.toLowerCase();", ["b.toLowerCase() becomes b"]],
  ["elements of lists", "const a = [...b];", ["...b becomes ...[]"]],
  ["properties", "const a = { b: c };", ["b: c becomes ...{}"]],
  [
    "regular expressions",
    "const a = /^b$/i;",
    ["/^b$/i becomes /b$/i", "/^b$/i becomes /^b/i", "/^b$/i becomes /^b$/", "/^b$/i becomes /(?!)/"],
  ],
])("changes %s", (_, source, titles) => {
  expect(titlesOf(source)).toEqual(titles);
});

test.each([
  ["types", 'type A = "b" | 1; interface B { readonly c: true } const a: "b" = d;'],
  ["imports", 'import { a } from "b"; export { c } from "d";'],
  ["comments", "// true && false"],
  ["names of properties", 'const a = d as { "b-c": string };'],
])("leaves %s", (_, source) => {
  expect(titlesOf(source)).toEqual([]);
});

test("says where the change is, and makes it", () => {
  const source = "const LIST = [\n  1,\n];\nfunction f(a: number): boolean {\n  return a > 0;\n}\n";
  const [ofList, ...ofFunction] = mutantsOf("file.ts", source);
  expect(ofList).toEqual({
    file: "file.ts",
    line: 2,
    place: "LIST",
    title: "1 becomes 2",
    source: source.replace("1,", "2,"),
  });
  expect(ofFunction.map(({ line, place }) => `${line} ${place}`)).toEqual(Array<string>(4).fill("5 f"));
  expect(ofFunction.map(({ source: changed }) => changed.split("\n")[4])).toEqual([
    "  return undefined;",
    "  return a >= 0;",
    "  return a <= 0;",
    "  return a > 1;",
  ]);
});
