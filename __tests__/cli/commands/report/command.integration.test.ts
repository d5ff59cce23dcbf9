import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaryResult, check, verification } from "../../../support/report";
import { runTool, type Ran } from "../../../support/run-tool";
import { DENY_PLAIN_HTTP, trailStack, withStacks } from "../../../support/stack-folder";

const STACKS = { "dev-trail": trailStack(DENY_PLAIN_HTTP) };

jest.setTimeout(30_000);

/** Runs with files of results beside the synthesized folder. */
function report(files: Readonly<Record<string, object>>, ...args: string[]): Promise<Ran & { page: string }> {
  return withStacks(STACKS, async (outdir) => {
    const folder = join(outdir, "..");
    const options = Object.entries(files).flatMap(([option, content]) => {
      const file = join(folder, `${option}.json`);
      writeFileSync(file, JSON.stringify(content));
      return [`--${option}`, file];
    });
    const output = join(folder, "report");
    const ran = await runTool([
      "report",
      "--environment",
      "dev",
      "--outdir",
      outdir,
      "--output",
      output,
      ...options,
      ...args,
    ]);
    const page = ran.status === 2 ? "" : readFileSync(output, "utf8");
    return { ...ran, err: ran.err.replaceAll(folder, ""), page };
  });
}

const GOOD = verification([check("key.enabled", "pass")]);

test("writes one page from the results it is given", async () => {
  const { status, out, err, page } = await report({ verify: GOOD, canary: canaryResult() });
  expect({ status, out, err }).toEqual({ status: 0, out: "", err: "" });
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain("<h1>Audit trail: dev</h1>");
  expect(page).toContain("CIS AWS Foundations Benchmark");
});

test("writes Markdown where asked to", async () => {
  const { page } = await report({ verify: GOOD }, "--format", "markdown");
  expect(page).toMatch(/^# Audit trail: dev\n/);
  expect(page).toContain("\nNot run.\n");
});

test("writes JSON with the auditor's questions first", async () => {
  const { page, status } = await report({ verify: GOOD, canary: canaryResult() }, "--format", "json");
  const json = JSON.parse(page) as Record<string, unknown> & { answers: { question: string; now: string[] }[] };
  expect(status).toBe(0);
  expect(json).toMatchObject({
    version: 1,
    environment: "dev",
    findings: [],
    verification: GOOD,
    canary: { verdict: "passed" },
  });
  const answers = new Map(json.answers.map(({ question, now }) => [question, now.join()]));
  expect(answers.get("How do we know?")).toMatch(
    /^The synthesized policies were evaluated for \d+ actions of \d+ callers. 1 of 1 check of the deployed /,
  );
  expect(answers.get("Who read the logs?")).toBe(
    "By use of the key: not checked. The environment keeps no access logs.",
  );
});

test.each([
  ["a failed check", { verify: verification([check("key.enabled", "fail")]) }],
  ["a failed canary", { verify: GOOD, canary: canaryResult({ verdict: "failed" }) }],
])("%s is a finding", async (_, files) => {
  const { status, page } = await report(files);
  expect(status).toBe(1);
  expect(page).toContain("Findings");
});

test.each([
  [{ verify: canaryResult() }, [], /^\/verify.json is not JSON output of audit-trail verify: /],
  [{ canary: GOOD }, [], /^\/canary.json is not JSON output of audit-trail canary: /],
  [{ verify: GOOD }, ["--logs", "7d"], /^give --logs to verify, whose result --verify reads\n$/],
  [{ verify: GOOD }, ["--format", "pdf"], /^--format must be one of html, markdown, json, got "pdf" \(see .+\)\n$/],
  [{}, ["--endpoint", "nowhere"], /^--endpoint must be a URL without a path, .+, got "nowhere" \(see .+\)\n$/],
])("a mistake is reported in one line: %j %j", async (files, args, message) => {
  const { status, err } = await report(files as Record<string, object>, ...args);
  expect(err).toMatch(message);
  expect(status).toBe(2);
});
