import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Statement } from "cdktf-audit-trail/policy";
import { ARCHIVE, MEMBERS } from "../src/accounts";
import { addStacks } from "../src/app";

const outdir = mkdtempSync(join(tmpdir(), "log-archive-"));
beforeAll(() => {
  const app = new App({ outdir });
  addStacks(app);
  app.synth();
});
afterAll(() => rmSync(outdir, { recursive: true }));

function resources(stack: string, type: string): { readonly name?: string; readonly policy: string }[] {
  const json = JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
  return Object.values(json.resource[type]);
}

function statements({ policy }: { readonly policy: string }): Statement[] {
  return JSON.parse(policy).Statement;
}

test.each([ARCHIVE, ...MEMBERS])("the trail of $name delivers into the archive", ({ name }) => {
  expect(resources(`${name}-trail`, "aws_cloudtrail")).toMatchObject([
    { name: `${name}-audit`, s3_bucket_name: "example-log-archive" },
  ]);
});

test("the archive accepts these trails and no others", () => {
  const trails = [ARCHIVE, ...MEMBERS].map(
    ({ name, id }) => `arn:aws:cloudtrail:eu-central-1:${id}:trail/${name}-audit`,
  );
  const policies = [...resources("log-archive", "aws_s3_bucket_policy"), ...resources("log-archive", "aws_kms_key")];
  const accepted = policies
    .flatMap(statements)
    .filter((one) => one.Effect === "Allow" && JSON.stringify(one.Principal).includes("cloudtrail.amazonaws.com"))
    .map((one) => [one.Condition?.StringEquals?.["aws:SourceArn"]].flat().sort());
  expect(accepted.length).toBeGreaterThan(2);
  for (const sources of accepted) expect(sources).toEqual([...trails].sort());
});

test.each(MEMBERS)("the team of $name reads only the logs of its own account", ({ name, id }) => {
  const policy = resources("log-archive", "aws_iam_policy").find((one) => one.name === `${name}-log-reader`);
  const reads = statements(policy!).filter(({ Action }) => [Action].flat().includes("s3:GetObject"));
  expect(reads.map(({ Resource }) => Resource)).toEqual([
    `arn:aws:s3:::example-log-archive/AWSLogs/${id}/CloudTrail*/*`,
  ]);
});
