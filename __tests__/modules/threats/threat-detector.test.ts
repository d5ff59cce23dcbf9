import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  RUNTIME_AGENTS,
  ThreatAdministrator,
  ThreatDetector,
  THREAT_FEATURES,
  type ThreatDetectorProps,
} from "../../../modules/threats";
import { synthStack, type Resource } from "../../support/synth";
import { synthDetector, THREATS } from "../../support/threats";

const DETECTOR = "${aws_guardduty_detector.Threats_Detector_";

/** Each feature with its status, and each agent with its own. */
function stated(features: readonly Resource[], key: "status" | "auto_enable"): Record<string, unknown> {
  return Object.fromEntries(
    features.flatMap((feature) => {
      const agents = (feature["additional_configuration"] ?? []) as {
        name: string;
        status: string;
        auto_enable: string;
      }[];
      return [[feature["name"], feature[key]], ...agents.map((agent) => [agent.name, agent[key]])] as [
        string,
        unknown,
      ][];
    }),
  );
}

const OFF = Object.fromEntries([...THREAT_FEATURES, ...RUNTIME_AGENTS].map((name) => [name, "DISABLED"]));

test("a detector is on, and repeats findings every 15 minutes", () => {
  expect(synthDetector().one("aws_guardduty_detector")).toMatchObject({
    enable: true,
    finding_publishing_frequency: "FIFTEEN_MINUTES",
  });
});

test.each<[string, Partial<ThreatDetectorProps>, object]>([
  ["by default, S3 protection alone is on", {}, { S3_DATA_EVENTS: "ENABLED" }],
  ["without features, all are off", { features: [] }, {}],
  [
    "features and agents are on as named",
    { features: ["EKS_AUDIT_LOGS", "RUNTIME_MONITORING"], agents: ["EC2_AGENT_MANAGEMENT"] },
    { EKS_AUDIT_LOGS: "ENABLED", RUNTIME_MONITORING: "ENABLED", EC2_AGENT_MANAGEMENT: "ENABLED" },
  ],
])("every feature is stated: %s", (_, options, on) => {
  const features = synthDetector(options).all("aws_guardduty_detector_feature");
  expect(stated(features, "status")).toEqual({ ...OFF, ...on });
  expect(features.filter(({ detector_id }) => !String(detector_id).startsWith(DETECTOR))).toEqual([]);
});

test("nothing sets an argument that provider 5.100 does not know", () => {
  const stack = synthDetector({ organization: true, export: { bucketName: "audit-findings" } });
  for (const type of Object.keys(stack.counts).filter((one) => one.startsWith("aws_guardduty"))) {
    for (const resource of stack.all(type)) {
      expect(resource).not.toHaveProperty("region");
      expect(resource).not.toHaveProperty("datasources");
    }
  }
});

test("an organization is enrolled as a whole, with the features of the detector", () => {
  const features = ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"] as const;
  const stack = synthDetector({ organization: true, features });
  const configuration = stack.one("aws_guardduty_organization_configuration");
  expect(configuration).toMatchObject({ auto_enable_organization_members: "ALL" });
  const enrolled = stack.all("aws_guardduty_organization_configuration_feature");
  expect(stated(enrolled, "auto_enable")).toEqual({
    ...Object.fromEntries(Object.keys(OFF).map((name) => [name, "NONE"])),
    S3_DATA_EVENTS: "ALL",
    RDS_LOGIN_EVENTS: "ALL",
  });
  for (const feature of enrolled) expect(feature["depends_on"]).toEqual([configuration.address]);
  expect(synthDetector().counts).not.toHaveProperty("aws_guardduty_organization_configuration");
});

test("an account is registered as administrator once its detector exists, and before it enrolls others", () => {
  const stack = synthStack((scope) => {
    const management = new AwsProvider(scope, "Management", { alias: "management", region: THREATS.region });
    new ThreatDetector(scope, "Threats", { ...THREATS, organization: { management } });
  });
  const administrator = stack.one("aws_guardduty_organization_admin_account");
  expect(administrator).toMatchObject({
    admin_account_id: THREATS.account,
    provider: "aws.management",
    depends_on: [stack.one("aws_guardduty_detector").address],
  });
  expect(stack.one("aws_guardduty_organization_configuration")["depends_on"]).toEqual([administrator.address]);
});

test("the management account names the administrator", () => {
  const build = (administrator: string) =>
    synthStack((stack) => new ThreatAdministrator(stack, "Administrator", { administrator }));
  expect(build("444455556666").one("aws_guardduty_organization_admin_account")).toMatchObject({
    admin_account_id: "444455556666",
  });
  expect(() => build("audit")).toThrow('test/Administrator: administrator must be 12 digits, got "audit"');
});

test.each<[string, object, string]>([
  ["a feature that is none", { features: ["AI_PROTECTION"] }, 'features must be one of "S3_DATA_EVENTS", '],
  ["an agent that is none", { features: ["RUNTIME_MONITORING"], agents: ["EC2"] }, 'agents must be one of "EKS_ADDON'],
  [
    "agents without the feature",
    { agents: ["EC2_AGENT_MANAGEMENT"] },
    'agents require the feature "RUNTIME_MONITORING", got none',
  ],
  ["an account", { account: "1" }, 'account must be 12 digits, got "1"'],
  ["a bucket", { export: { bucketName: "Findings" } }, "bucketName must be 3 to 63 lower-case letters"],
  ["an option of the organization", { organization: { manager: {} } }, "organization.manager is unknown"],
  ["an option of the export", { export: { bucketName: "findings", key: "k" } }, "export.key is unknown"],
])("%s is refused", (_, options, problem) => {
  expect(() => synthDetector(options as Partial<ThreatDetectorProps>)).toThrow(problem);
});
