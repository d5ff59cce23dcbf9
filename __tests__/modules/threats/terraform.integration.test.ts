import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Alerts } from "../../../modules/alerts";
import { FindingAlerts, FindingForwarder, ThreatAdministrator, ThreatDetector } from "../../../modules/threats";
import { ALERTS } from "../../support/alerts";
import { THREATS } from "../../support/threats";
import { validated } from "../../support/validated";

test("Terraform accepts detectors with every option, also with the oldest version of the provider", async () => {
  const verdict = await validated((stack) => {
    const provider = new AwsProvider(stack, "There", { region: "us-east-1", alias: "there" });
    const alerts = new Alerts(stack, "Alerts", ALERTS);
    new ThreatDetector(stack, "Threats", {
      ...THREATS,
      features: ["S3_DATA_EVENTS", "RUNTIME_MONITORING"],
      agents: ["EKS_ADDON_MANAGEMENT"],
      organization: true,
      export: { bucketName: "audit-findings" },
    });
    new ThreatDetector(stack, "ThreatsThere", { ...THREATS, region: "us-east-1", provider });
    new ThreatAdministrator(stack, "Administrator", { administrator: THREATS.account, provider });
    new FindingAlerts(stack, "Findings", { alerts });
    new FindingForwarder(stack, "FindingsThere", { alerts, region: "us-east-1", provider });
  });
  expect(verdict).toMatchObject({ kind: "ok" });
}, 300_000);
