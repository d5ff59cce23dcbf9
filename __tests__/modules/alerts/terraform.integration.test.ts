import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AuditTrail } from "../../../modules/archive";
import { validated } from "../../support/validated";

test("Terraform accepts a trail with every kind of alert, also with the oldest version of the provider", async () => {
  const verdict = await validated((stack) => {
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
  });
  expect(verdict).toMatchObject({ kind: "ok" });
}, 300_000);
