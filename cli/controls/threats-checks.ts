import type { Environment } from "../model/environment";
import { impliedAttributes } from "../model/implied";
import { sourceOf } from "../model/policies";
import { ofType, trailResource } from "../model/resources";
import type { StackResource } from "../model/stack";
import type { Check } from "./control";
import { differences, forEach, unless } from "./rule";

const detectors = (environment: Environment) => ofType(environment, "aws_guardduty_detector");

function partsOf(detector: StackResource, type: string, environment: Environment): StackResource[] {
  const { id } = impliedAttributes(detector);
  return ofType(environment, `aws_guardduty_${type}`).filter(({ values }) => values["detector_id"] === id);
}

/** A detector of its own, or that of the administrator who enrolls every account of the organization. */
export const watchesTheAccount: Check = (environment) => {
  const { trail } = environment;
  const watches = (detector: StackResource) =>
    detector.region === trail.region &&
    detector.values["enable"] !== false &&
    (detector.account === trail.account ||
      partsOf(detector, "organization_configuration", environment).some(
        ({ values }) => values["auto_enable_organization_members"] === "ALL",
      ));
  return unless(
    detectors(environment).some(watches),
    `${sourceOf(trailResource(environment))}: no detector watches ${trail.account} in ${trail.region}`,
  );
};

export const detectorsAreOn = forEach(detectors, (detector) =>
  differences(detector, { enable: true, finding_publishing_frequency: "FIFTEEN_MINUTES" }),
);

export function hasFeature(name: string): Check {
  return forEach(detectors, (detector, environment) => {
    const features = partsOf(detector, "detector_feature", environment);
    const isOn = features.some(({ values }) => values["name"] === name && values["status"] === "ENABLED");
    return unless(isOn, `${sourceOf(detector)}: ${name} is off`);
  });
}
