import { at, blocks } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import { impliedAttributes } from "../../model/implied";
import { ofType } from "../../model/resources";
import type { Arguments, StackResource } from "../../model/stack";
import { gone, sameLines, type Check, type Finding } from "../check";
import type { Context } from "../context";

/** GuardDuty in each account and Region with a detector: on, with its features, hiding nothing, exporting where it must. */
export function threatChecks(environment: Environment): Check[] {
  return ofType(environment, "aws_guardduty_detector").flatMap((detector) => checksOf(environment, detector));
}

type Find = (context: Context, id: string) => Promise<Finding>;

function checksOf(environment: Environment, detector: StackResource): Check[] {
  const { account, region, values } = detector;
  const { id } = impliedAttributes(detector);
  const label = account === environment.logBucket.account ? region : `${account}/${region}`;
  const parts = (type: string) =>
    ofType(environment, `aws_guardduty_${type}`)
      .map((one) => one.values)
      .filter((one) => one["detector_id"] === id);
  const check = (
    name: string,
    title: string,
    expected: readonly string[],
    find: Find,
    controls: readonly string[] = [],
  ): Check => ({
    id: `threats.${name}.${label}`,
    group: "Threats",
    title: `GuardDuty in ${label}: ${title}`,
    expected: expected.join("; ") || "none",
    controls,
    run: async (context) => {
      const found = await context.aws(detector).threats.detectorId();
      return found === undefined ? gone(`${account} has no detector in ${region}`) : find(context, found);
    },
  });
  const reader = ({ aws }: Context) => aws(detector).threats;
  const isOn = [`status ${values["enable"] === false ? "DISABLED" : "ENABLED"}`];
  const frequency = [String(values["finding_publishing_frequency"] ?? "SIX_HOURS")];
  const features = parts("detector_feature").flatMap((one) => featureLines(one, "status"));
  const archiving = parts("filter").filter(({ action }) => action === "ARCHIVE");
  const hidden = archiving.map(({ name }) => String(name));
  const [organization] = parts("organization_configuration");
  const own = check(
    "detector",
    "the detector is on",
    isOn,
    async (context, found) =>
      sameLines(isOn, [`status ${(await reader(context).detector(found)).Status ?? "unknown"}`]),
    ["threats-detector"],
  );
  const settings = [
    check("frequency", "findings that go on are repeated as configured", frequency, async (context, found) => {
      const { FindingPublishingFrequency } = await reader(context).detector(found);
      return sameLines(frequency, [FindingPublishingFrequency ?? "none"]);
    }),
    check(
      "features",
      "each feature is on or off as configured",
      features,
      async (context, found) => {
        const { Features = [] } = await reader(context).detector(found);
        const lines = Features.flatMap(({ Name, Status, AdditionalConfiguration = [] }) =>
          linesOf(
            Name,
            Status,
            AdditionalConfiguration.map((agent) => [agent.Name, agent.Status]),
          ),
        );
        return sameLines(features, ofNames(lines, features));
      },
      ["threats-features"],
    ),
    check("filters", "no filter hides findings but the configured ones", hidden, async (context, found) => {
      const names = await reader(context).filterNames(found);
      const filters = await Promise.all(names.map((name) => reader(context).filter(found, name)));
      return sameLines(
        hidden,
        names.filter((_, index) => filters[index]!.Action === "ARCHIVE"),
      );
    }),
    exportCheck(check, parts("publishing_destination"), reader),
    ...(organization
      ? [organizationCheck(check, organization, parts("organization_configuration_feature"), reader)]
      : []),
  ];
  return [own, ...settings.map((one) => ({ ...one, needs: own.id }))];
}

type MakeCheck = (
  name: string,
  title: string,
  expected: readonly string[],
  find: Find,
  controls?: readonly string[],
) => Check;
type Reader = (context: Context) => ReturnType<Context["aws"]>["threats"];

/** GuardDuty stops the export where it may not write: `UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY`. */
function exportCheck(check: MakeCheck, destinations: readonly Arguments[], reader: Reader): Check {
  const expected = destinations.map(({ destination_arn: arn }) => `${String(arn)} PUBLISHING`);
  return check("export", "findings are copied as configured, and nowhere else", expected, async (context, found) => {
    const lines = await Promise.all(
      (await reader(context).destinations(found)).map(async ({ DestinationProperties = {}, Status }) => {
        const { DestinationArn = "nowhere", KmsKeyArn } = DestinationProperties;
        const own = destinations.find(({ destination_arn: arn }) => arn === DestinationArn);
        return `${DestinationArn} ${Status ?? "unknown"}, ${await keyName(context, KmsKeyArn, own?.["kms_key_arn"])}`;
      }),
    );
    const withKeys = destinations.map(
      ({ kms_key_arn: key }, index) => `${expected[index]!}, ${context.keys.nameOf(String(key))}`,
    );
    return sameLines(withKeys, lines);
  });
}

function keyName({ keys }: Context, found: string | undefined, expected: unknown): Promise<string> {
  return keys.nameOfFound(found, typeof expected === "string" ? expected : undefined);
}

function organizationCheck(
  check: MakeCheck,
  organization: Arguments,
  features: readonly Arguments[],
  reader: Reader,
): Check {
  const members = String(at(organization, "auto_enable_organization_members") ?? "NONE");
  const expected = [`members ${members}`, ...features.flatMap((one) => featureLines(one, "auto_enable"))];
  return check(
    "organization",
    "accounts of the organization are enrolled as configured",
    expected,
    async (context, found) => {
      const { AutoEnableOrganizationMembers, Features = [] } = await reader(context).organization(found);
      const lines = Features.flatMap(({ Name, AutoEnable, AdditionalConfiguration = [] }) =>
        linesOf(
          Name,
          AutoEnable,
          AdditionalConfiguration.map((agent) => [agent.Name, agent.AutoEnable]),
        ),
      );
      return sameLines(expected, [`members ${AutoEnableOrganizationMembers ?? "NONE"}`, ...ofNames(lines, expected)]);
    },
  );
}

/** `RUNTIME_MONITORING ENABLED`, and a line for each of its agents. */
function featureLines(feature: Arguments, argument: "status" | "auto_enable"): string[] {
  const agents = blocks(feature, "additional_configuration").map((agent) => [agent["name"], agent[argument]] as const);
  return linesOf(feature["name"], feature[argument], agents);
}

function linesOf(name: unknown, state: unknown, agents: readonly (readonly [unknown, unknown])[]): string[] {
  return [
    `${String(name)} ${String(state)}`,
    ...agents.map(([agent, own]) => `${String(name)}/${String(agent)} ${String(own)}`),
  ];
}

/** GuardDuty lists more than can be configured, such as its foundational sources. */
function ofNames(lines: readonly string[], expected: readonly string[]): string[] {
  const names = expected.map((line) => line.split(" ")[0]);
  return lines.filter((line) => names.includes(line.split(" ")[0]));
}
