import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { review } from "../../../../cli/commands/review/run";
import { planText } from "../../../../tools/plan-fixtures/kept";

const PLANS = join(__dirname, "..", "..", "..", "fixtures", "plans");

interface Change {
  address: string;
  mode: string;
  type: string;
  name: string;
  change: { actions: string[]; before: object | null; after: object | null };
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "review-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A plan of real Terraform with resources added that it makes. */
async function reviewWith(name: string, stack: string, ...made: readonly [type: string, after: object][]) {
  const plan = JSON.parse(planText(PLANS, name, stack)) as { resource_changes: Change[] };
  for (const [index, [type, after]] of made.entries()) {
    const change = { actions: ["create"], before: null, after, after_unknown: {} };
    plan.resource_changes.push({ address: `${type}.New${index}`, mode: "managed", type, name: `New${index}`, change });
  }
  const file = join(folder, `${stack}.json`);
  writeFileSync(file, JSON.stringify(plan));
  const outdir = join(PLANS, "synthesized");
  const options = { files: [file], environment: undefined, outdir, base: undefined, accept: undefined };
  const [only] = await review({ ...options, today: "2026-01-01" });
  return only!;
}

const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Sid: "Read" };
const POLICY = JSON.stringify({ Version: "2012-10-17", Statement: [ALLOW] });

test("one more trail is reported, and hides nothing of the first one", async () => {
  const trail = { name: "second", s3_bucket_name: "elsewhere" };
  const { verdict, findings, access } = await reviewWith("no-change", "local-trail", ["aws_cloudtrail", trail]);
  expect(access.unknown).toBeUndefined();
  expect(verdict).toBe("undecided");
  expect(findings.map(({ address, level, what }) => [address, level, what])).toContainEqual([
    "local-trail/aws_cloudtrail.New0",
    "undecided",
    "an additional trail of another bucket, which the matrix does not evaluate",
  ]);
});

test("who makes the matrix unreadable gains nothing by it: what is new and allows is reported as gained", async () => {
  const name = "policy-no-json";
  const { access, verdict } = await reviewWith(name, "local-archive");
  expect([verdict, access.newlyUnknown]).toEqual(["gained", true]);
  const added = await reviewWith(
    name,
    "local-archive",
    ["aws_iam_role_policy", { name: "read", role: "somebody", policy: POLICY }],
    ["aws_iam_role_policy_attachment", { role: "somebody", policy_arn: "${aws_iam_policy.Made.arn}" }],
  );
  const Principal = { AWS: "arn:aws:iam::111122223333:role/somebody" };
  const trust = JSON.stringify({ Statement: [{ Sid: "Take", Effect: "Allow", Action: "sts:AssumeRole", Principal }] });
  const role = await reviewWith(name, "local-archive", ["aws_iam_role", { name: "new", assume_role_policy: trust }]);
  expect(role.findings.filter(({ level }) => level === "gained").map(({ what }) => what)).toEqual([
    "assume_role_policy: cannot be read as a policy",
    "statement Take is new and allows access that the matrix does not evaluate",
  ]);
  expect(added.verdict).toBe("gained");
  expect(added.findings.filter(({ level }) => level === "gained").map(({ address }) => address)).toEqual([
    "local-archive/aws_iam_role.Readerlocalx2dauditx2dlogx2dreader_Role_4C3792B8",
    "local-archive/aws_iam_role_policy.New0",
    "local-archive/aws_iam_role_policy_attachment.New1",
  ]);
});
