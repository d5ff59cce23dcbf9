import fc from "fast-check";
import { RowNumbers } from "../../../cli/logs/row-numbers";

const cell = fc.constantFrom("", "a", "b", "ab", "1", "__proto__");

test("equal rows get the same number, and others another one", () => {
  const rows = fc
    .integer({ min: 1, max: 3 })
    .chain((cells) => fc.array(fc.array(cell, { minLength: cells, maxLength: cells })));
  fc.assert(
    fc.property(rows, (all) => {
      const numbers = new RowNumbers();
      const known: string[] = [];
      for (const row of all) {
        const name = JSON.stringify(row);
        if (!known.includes(name)) known.push(name);
        expect(numbers.of(row)).toBe(known.indexOf(name));
        expect(numbers.size).toBe(known.length);
      }
    }),
  );
});
