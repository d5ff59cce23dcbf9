import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Statement } from "cdktf-audit-trail/policy";
import { addStacks } from "../infrastructure/app";

const outdir = mkdtempSync(join(tmpdir(), "payments-"));
beforeAll(() => {
  const app = new App({ outdir });
  addStacks(app);
  app.synth();
});
afterAll(() => rmSync(outdir, { recursive: true }));

function stack(name: string) {
  return JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"));
}

test("only CloudTrail and the reader decrypt log files", () => {
  const [key, ...others] = Object.values<{ policy: string }>(stack("log-archive").resource.aws_kms_key);
  const statements: Statement[] = JSON.parse(key!.policy).Statement;
  expect(others).toEqual([]);
  expect(statements.filter((one) => [one.Action].flat().includes("kms:Decrypt"))).toMatchObject([
    { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } },
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/log-reader" } },
  ]);
});

test("the trail records who reads and writes receipts", () => {
  expect(Object.values(stack("payments-audit").resource.aws_cloudtrail)).toMatchObject([
    {
      advanced_event_selector: [
        { name: "Management events selector" },
        {
          field_selector: expect.arrayContaining([
            { field: "resources.ARN", starts_with: ["arn:aws:s3:::example-payments-receipts/"] },
          ]),
        },
      ],
    },
  ]);
});

test.each(["payments-receipts", "log-archive", "payments-audit"])("%s has a state of its own", (name) => {
  expect(stack(name).terraform.backend.s3).toMatchObject({
    bucket: "example-payments-terraform-state",
    key: `infrastructure/${name}.tfstate`,
    use_lockfile: true,
  });
});
