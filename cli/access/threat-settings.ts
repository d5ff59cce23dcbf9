import { parseArn } from "../../modules/policy";
import { blocks } from "../model/blocks";
import type { Environment } from "../model/environment";
import { impliedAttributes } from "../model/implied";
import { ofType } from "../model/resources";
import type { Arguments, StackResource } from "../model/stack";
import type { Setting } from "./setting";

const DETECTOR = "aws_guardduty_detector";

/** What GuardDuty's detectors depend on besides policies. Empty without detectors. */
export function threatSettings(environment: Environment): Setting[] {
  return ofType(environment, DETECTOR).flatMap((detector) => detectorSettings(detector, environment));
}

function detectorSettings(detector: StackResource, environment: Environment): Setting[] {
  const { account, region, values } = detector;
  const { id } = impliedAttributes(detector);
  const parts = (type: string) =>
    ofType(environment, `aws_guardduty_${type}`).flatMap((one) =>
      one.values["detector_id"] === id ? [one.values] : [],
    );
  const setting = (kind: string, title: string, value: string, safe = true): Setting => ({
    id: `threats-${account}-${region}-${kind}`,
    target: `GuardDuty of ${account} in ${region}`,
    title,
    value,
    safe,
  });
  const isOn = values["enable"] !== false;
  const frequency = String(values["finding_publishing_frequency"] ?? "SIX_HOURS");
  const hidden = parts("filter").filter(({ action }) => action === "ARCHIVE").length;
  const destinations = parts("publishing_destination").map(
    ({ destination_arn: arn }) => parseArn(String(arn))?.resource ?? String(arn),
  );
  return [
    setting("detector", "detector", isOn ? "on" : "off", isOn),
    setting("features", "features", statesOf(parts("detector_feature"), "status", "ENABLED")),
    setting("frequency", "findings repeated", frequency, frequency === "FIFTEEN_MINUTES"),
    setting("filters", "filters that hide findings", String(hidden), hidden === 0),
    setting("export", "findings copied to", destinations.join(", ") || "nowhere"),
    ...parts("organization_configuration").flatMap((organization) => {
      const members = String(organization["auto_enable_organization_members"] ?? "NONE");
      const features = statesOf(parts("organization_configuration_feature"), "auto_enable", "ALL");
      return [
        setting("members", "accounts of the organization enrolled", members, members === "ALL"),
        setting("member-features", "features of the organization's accounts", features),
      ];
    }),
  ];
}

/** `S3_DATA_EVENTS, RUNTIME_MONITORING (EC2_AGENT_MANAGEMENT); 4 off` */
function statesOf(features: readonly Arguments[], argument: "status" | "auto_enable", on: string): string {
  const isOn = (one: Arguments) => one[argument] === on;
  const names = features.filter(isOn).map((feature) => {
    const agents = blocks(feature, "additional_configuration").filter(isOn);
    return `${String(feature["name"])}${agents.length === 0 ? "" : ` (${agents.map(({ name }) => String(name)).join(", ")})`}`;
  });
  return `${names.join(", ") || "none"}; ${features.length - names.length} off`;
}
