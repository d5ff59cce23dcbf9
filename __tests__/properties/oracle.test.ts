import { compare, Tally } from "../../tools/oracle/compare";
import { hostile } from "../../tools/oracle/hostile";
import { invented } from "../../tools/oracle/invented";
import { Random } from "../../tools/oracle/random";
import { SynthesizedQuestions } from "../../tools/oracle/synthesized";
import { synthesizeAll } from "../../tools/mutation-tests/configurations";

/** npm run test:oracle compares a hundred times as many. */
const REQUESTS = 2_000;
const SEED = Number(process.env["PROPERTY_SEED"] ?? 1);

test("evaluator and simulator agree on all requests but the settled ones", () => {
  const random = new Random(SEED);
  const stacks = new SynthesizedQuestions(synthesizeAll());
  const kinds = [
    () => stacks.asTheyAre(random),
    () => stacks.mutated(random),
    () => invented(random),
    () => hostile(random),
  ];
  const tally = new Tally();
  for (let asked = 0; asked < REQUESTS; asked += 1) {
    const question = kinds[asked % kinds.length]!();
    tally.add(question, compare(question));
  }
  expect(tally.disagreements).toEqual([]);
  // Enough of each, or they would agree for want of cases.
  for (const decision of ["allowed", "denied", "denied explicitly"]) {
    expect(tally.counts.get(`same: ${decision}`)).toBeGreaterThan(REQUESTS / 20);
  }
});
