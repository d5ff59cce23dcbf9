import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readChecks, type Evaluator } from "../../../tools/evaluator-mutations/checks";
import { Sources, withCountedSteps } from "../../../tools/evaluator-mutations/sources";

const ROOT = join(__dirname, "..", "..", "..");
const FOLDER = join(ROOT, "cli", "policy", "evaluate");
const sources = new Sources();
const checks = readChecks(ROOT, sources);

/** How many cases fail with this change of a file. */
function failures(file: string, from: string, to: string): number {
  const path = join(FOLDER, file);
  const source = readFileSync(path, "utf8");
  expect(source).toContain(from);
  const changed = { path, source: withCountedSteps(source.replace(from, to)) };
  const evaluator = sources.load(join(FOLDER, "index.ts"), changed) as unknown as Evaluator;
  return checks.filter((check) => !passes(check, evaluator)).length;
}

function passes(check: (typeof checks)[number], evaluator: Evaluator): boolean {
  sources.start();
  try {
    return check(evaluator);
  } catch {
    return false;
  }
}

test("the evaluator itself passes every case", () => {
  expect(checks.length).toBeGreaterThan(1_000);
  expect(failures("tri.ts", "export", "export")).toBe(0);
});

test.each([
  ["an operator", "tri.ts", "all.includes(false)", "!all.includes(false)"],
  ["the order of decisions", "decide.ts", "deniers.length > 0", "deniers.length > 99"],
  ["a loop that does not end", "wildcards.ts", "at += 1", "at += 0"],
  ["an error", "operators.ts", "text.toLowerCase()", "text.nothing()"],
])("a case notices %s", (_, file, from, to) => {
  expect(failures(file, from, to)).toBeGreaterThan(0);
});

test("counting the steps of loops keeps the lines", () => {
  expect(withCountedSteps("while (a) {\n  b();\n}\nfor (;;) c();\n")).toBe(
    "while (a) {step();\n  b();\n}\nfor (;;) {step();c();}\n",
  );
});
