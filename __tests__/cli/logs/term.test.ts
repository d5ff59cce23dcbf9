import fc from "fast-check";
import { Escapes, Term } from "../../../cli/logs/term";

/** Few characters, so that words are found in parts and overlap. */
const text = fc.array(fc.constantFrom("e", "k", "X", "-", "ü", "\\u0026", "\\u0041"), { maxLength: 30 });
const word = fc.string({ unit: fc.constantFrom("e", "k", "X", "-", "ü"), minLength: 1, maxLength: 9 });

/** The first place of a word, or of an escape that may be a part of one. */
function slowly(json: Buffer, words: readonly string[], from: number): number {
  const places = [...words, "\\u0041"].map((one) => json.indexOf(one, from)).filter((place) => place !== -1);
  return places.length === 0 ? -1 : Math.min(...places);
}

test("a term finds every place of its words and of escapes, whatever they begin with", () => {
  fc.assert(
    fc.property(text, fc.array(word, { minLength: 1, maxLength: 3 }), (parts, words) => {
      const json = Buffer.from(parts.join(""));
      const term = new Term(json, words, new Escapes(json));
      for (let from = 0; from <= json.length; from += 1) expect(term.next(from)).toBe(slowly(json, words, from));
    }),
    { numRuns: 500 },
  );
});

test("terms that are at different places share the escapes of a file", () => {
  const json = Buffer.from(`${"x".repeat(10)}\\u0041${"x".repeat(10)}\\u0042`);
  const escapes = new Escapes(json);
  expect([11, 0, 12, 10, 27].map((from) => escapes.next(from))).toEqual([26, 10, 26, 10, -1]);
});
