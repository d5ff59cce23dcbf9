import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../../cli/main";
import { planText } from "../../../../tools/plan-fixtures/kept";

const PLANS = join(__dirname, "..", "..", "..", "fixtures", "plans");
const SYNTHESIZED = join(PLANS, "synthesized");

/** A file with a case's plan of the archive. */
function planOf(name: string): string {
  const file = join(mkdtempSync(join(folder, "plan-")), "local-archive.json");
  writeFileSync(file, name === "partial" ? partialPlan() : planText(PLANS, name, "local-archive"));
  return file;
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "review-"))));
afterEach(() => rmSync(folder, { recursive: true }));

async function review(...args: string[]) {
  let [out, err] = ["", ""];
  const status = await run(["review", "--outdir", SYNTHESIZED, "--commit", "abc1234", ...args], {
    out: { write: (text: string) => Boolean((out += text)), isTTY: false },
    err: { write: (text: string) => Boolean((err += text)) },
  });
  return { status, out, err };
}

/** A plan that changes nothing, and of which Terraform left something out. */
const partialPlan = () =>
  JSON.stringify({ ...(JSON.parse(planText(PLANS, "no-change", "local-archive")) as object), complete: false });

const accepting = (entries: object[]) => {
  const file = join(folder, "accept.json");
  writeFileSync(file, JSON.stringify(entries));
  return file;
};

test.each([
  ["no-change", 0, "UNCHANGED"],
  ["statements-reordered", 0, "UNCHANGED"],
  ["tags", 0, "CHANGED"],
  ["partial", 0, "UNDECIDED"],
  ["policy-no-json", 1, "GAINED"],
  ["source-arn-removed", 1, "GAINED"],
  ["bucket-policy-destroyed", 1, "WEAKENED"],
])("%s: exit %d, and the verdict is the first word", async (name, status, verdict) => {
  const { status: found, out } = await review(planOf(name));
  expect([found, out.split(":")[0]]).toEqual([status, verdict]);
});

test.each([
  ["changed", "tags", 1],
  ["undecided", "tags", 0],
  ["undecided", "partial", 1],
  ["weakened", "source-arn-removed", 0],
  ["weakened", "bucket-policy-destroyed", 1],
  ["never", "bucket-policy-destroyed", 0],
])("--fail-on %s with %s: exit %d", async (threshold, name, status) => {
  expect((await review(planOf(name), "--fail-on", threshold)).status).toBe(status);
});

test("the first lines say which foreign call became possible, on the first apply as well", async () => {
  for (const name of ["source-arn-removed", "first-apply-without-source-arn"]) {
    const { out } = await review(planOf(name), "--format", "markdown");
    expect(out.split("\n").slice(0, 8).join("\n")).toContain(
      "CloudTrail for a trail of another account may now: generate a data key in the trail's context, generate a data key through S3 (key)",
    );
  }
});

test("docs/plan-review.md shows what the tool says of the same plan", async () => {
  const docs = readFileSync(join(__dirname, "..", "..", "..", "..", "docs", "plan-review.md"), "utf8");
  const [, shown] = /--commit abc1234\n```\n\n```\n([^]*?)```\n/.exec(docs) ?? [];
  expect((await review(planOf("source-arn-removed"))).out).toBe(shown);
});

test("a finding whose statement is accepted no longer fails, and is listed", async () => {
  const { environments } = JSON.parse((await review(planOf("source-arn-removed"), "--format", "json")).out) as {
    environments: { findings: { acceptable: object }[] }[];
  };
  const { acceptable } = environments[0]!.findings[0]!;
  const file = accepting([{ ...acceptable, reason: "a second trail", expires: "2999-12-31" }]);
  const { status, out } = await review(planOf("source-arn-removed"), "--accept", file);
  expect(status).toBe(0);
  expect(out).toMatch(/^CHANGED: [^]*^Accepted$[^]*a second trail/m);
});

test.each(["table", "markdown", "json", "sarif", "html"])(
  "%s shows nothing that Terraform marks sensitive",
  async (format) => {
    const plan = JSON.parse(planText(PLANS, "source-arn-removed", "local-archive")) as {
      resource_changes: { type: string; change: Record<string, Record<string, unknown>> }[];
    };
    for (const { type, change } of plan.resource_changes.filter(({ type }) => type !== "aws_s3_bucket_versioning")) {
      change["before_sensitive"] = { description: true, policy: type === "aws_iam_policy" };
      change["after_sensitive"] = change["before_sensitive"];
      Object.assign(change["before"]!, { description: "hunter2" });
      Object.assign(change["after"]!, { description: "hunter3" });
      if (type !== "aws_iam_policy") continue;
      Object.assign(change["after"]!, { policy: '{"Statement":[{"Effect":"Allow","Action":"s3:hunter4"}]}' });
    }
    const file = join(folder, "local-archive.json");
    writeFileSync(file, JSON.stringify(plan));
    const { out } = await review(file, "--format", format);
    expect(out).not.toMatch(/hunter/);
    expect(out.length).toBeGreaterThan(500);
  },
);

test.each([
  [[], "give a plan, --environment NAME to plan it, or --base FOLDER to compare with (see audit-trail review --help)"],
  [["absent.json"], "absent.json cannot be read: it does not exist"],
  [
    ["x.json", "--format", "xml"],
    '--format must be one of table, markdown, json, sarif, html, got "xml" (see audit-trail review --help)',
  ],
  [
    ["x.json", "--fail-on", "often"],
    '--fail-on must be one of changed, undecided, gained, weakened, never, got "often" (see audit-trail review --help)',
  ],
])("%j is refused in a line with exit 2", async (args, message) => {
  expect(await review(...args)).toEqual({ status: 2, out: "", err: `${message}\n` });
});

test("two plans of one stack are refused", async () => {
  const { status, err } = await review(planOf("tags"), planOf("no-change"));
  expect([status, err]).toEqual([2, expect.stringMatching(/are both plans of local-archive; give one of them\n$/)]);
});
