import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AuditTrail } from "../../../modules/archive";
import { Validator } from "../../../tools/terraform/validator";

test("Terraform accepts a trail with every kind of alert, also with the oldest version of the provider", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "alerts terraform "));
  try {
    const app = new App({ outdir: join(scratch, "out"), stackTraces: false });
    const stack = new TerraformStack(app, "alerted");
    stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
    new AwsProvider(stack, "Aws", { region: "eu-central-1" });
    const usEast1 = new AwsProvider(stack, "UsEast1", { region: "us-east-1", alias: "us_east_1" });
    new AuditTrail(stack, "AuditTrail", {
      account: "111122223333",
      region: "eu-central-1",
      name: "audit",
      bucketName: "example-audit-logs",
      cloudWatchLogs: {},
      breakGlass: {
        roleName: "break-glass",
        trustedPrincipals: ["arn:aws:iam::111122223333:role/SecurityEngineers"],
      },
      alerts: {
        emails: ["security@example.com"],
        queues: ["arn:aws:sqs:eu-central-1:111122223333:siem"],
        cis: true,
        global: { region: "us-east-1", provider: usEast1 },
      },
    });
    app.synth();
    const folder = join(app.outdir, "stacks", "alerted");
    const validator = new Validator(join(scratch, "providers"));
    expect(await validator.init(folder)).toBeUndefined();
    expect(await validator.validate(folder)).toMatchObject({ kind: "ok" });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}, 300_000);
