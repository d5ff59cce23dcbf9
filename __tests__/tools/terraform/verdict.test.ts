import { exitCode, resultLines, totalLine, type Result, type Verdict } from "../../../tools/terraform/verdict";

const summary = "Missing required argument";
const error = { severity: "error", summary, detail: "It is required.\n\nAdd it." } as const;
const ok: Verdict = { kind: "ok", warnings: 0 };
const invalid: Verdict = { kind: "invalid", diagnostics: [error] };
const skipped: Verdict = { kind: "skipped", reason: "Terraform is not on PATH: install it" };
const result = (verdict: Verdict, name = "prod-trail"): Result => ({ name, verdict, seconds: 3.14 });

describe("a result", () => {
  test("that passed is one line with its time", () => {
    expect(resultLines(result(ok, "prod-archive"), 13)).toEqual(["ok       prod-archive   (3.1 s)"]);
  });

  test("that passed with warnings counts them", () => {
    expect(resultLines(result({ kind: "ok", warnings: 2 }), 10)).toEqual(["ok       prod-trail  (3.1 s, 2 warnings)"]);
    expect(resultLines(result({ kind: "ok", warnings: 1 }), 10)).toEqual(["ok       prod-trail  (3.1 s, 1 warning)"]);
  });

  test("that failed is followed by Terraform's diagnostics, with their constructs", () => {
    const trail = { "//": { metadata: { path: "prod-trail/Trail/Trail" } } };
    const terraform = { resource: { aws_cloudtrail: { T: trail } } };
    const warning = { severity: "warning", summary: "Deprecated", detail: "" } as const;
    const diagnostics = [warning, { ...error, context: "resource.aws_cloudtrail.T" }];
    expect(resultLines({ ...result({ kind: "invalid", diagnostics }), terraform }, 10)).toEqual([
      "invalid  prod-trail  (3.1 s)",
      "         prod-trail/Trail/Trail (aws_cloudtrail.T)",
      "         Missing required argument",
      "           It is required.",
      "",
      "           Add it.",
    ]);
  });

  test("without place and detail shows only the summary", () => {
    const verdict: Verdict = { kind: "invalid", diagnostics: [{ ...error, detail: "" }] };
    expect(resultLines(result(verdict), 10)).toEqual([
      "invalid  prod-trail  (3.1 s)",
      "         Missing required argument",
    ]);
  });

  test("that was skipped shows the reason, and Terraform's diagnostics if there are any", () => {
    expect(resultLines(result(skipped), 10)).toEqual(["skipped  prod-trail  Terraform is not on PATH: install it"]);
    expect(resultLines(result({ ...skipped, diagnostics: [{ ...error, detail: "" }] }), 10)).toEqual([
      "skipped  prod-trail  Terraform is not on PATH: install it",
      "         Missing required argument",
    ]);
  });
});

test.each([
  ["all passed", [ok, ok], "2 passed, 0 failed, 0 skipped", 0],
  ["one failed", [ok, invalid], "1 passed, 1 failed, 0 skipped", 1],
  ["one was skipped", [ok, skipped], "1 passed, 0 failed, 1 skipped", 2],
  ["one failed and one was skipped", [skipped, invalid], "0 passed, 1 failed, 1 skipped", 1],
  ["all were skipped", [skipped, skipped], "0 passed, 0 failed, 2 skipped", 2],
  ["there is nothing", [], "0 passed, 0 failed, 0 skipped", 2],
])("where %s, total and exit code say so", (_, verdicts: readonly Verdict[], total, code) => {
  const results = verdicts.map((verdict) => result(verdict));
  expect(totalLine(results)).toBe(total);
  expect(exitCode(results)).toBe(code);
});
