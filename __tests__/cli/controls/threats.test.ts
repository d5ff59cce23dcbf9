import { THREAT_FEATURES } from "../../../modules/threats";
import { withDetectors } from "../../fixtures/environments";
import { proveControls, type Copy, type Open, type Proof } from "../../support/controls";

const TRAIL = "prod-trail/aws_cloudtrail.Trail_8987F129";
const HOME = "prod-threats-archive-eu-central-1";
const detector = (stack: string) => `${stack}/aws_guardduty_detector.Threats_Detector_05847B97`;

const change = (type: string, changes: Open) => (copy: Copy) => void Object.assign(copy.one(type, `${HOME}/`), changes);

const environment = { ...withDetectors, threats: { ...withDetectors.threats!, features: [...THREAT_FEATURES] } };

const feature = (name: string): Proof => ({
  environment,
  broken: [
    {
      how: "it is off",
      change: (copy) => {
        const found = copy.all("aws_guardduty_detector_feature").find((one) => one["name"] === name)!;
        found["status"] = "DISABLED";
      },
      faults: [`${detector(HOME)}: ${name} is off`],
    },
    {
      how: "it is not stated",
      change: (copy) => {
        for (const one of copy.all("aws_guardduty_detector_feature")) if (one["name"] === name) one["name"] = "OTHER";
      },
      faults: [HOME, "prod-threats-archive-us-east-1"].map((stack) => `${detector(stack)}: ${name} is off`),
    },
  ],
});

proveControls("threats", {
  "threats-detector": {
    environment,
    broken: [
      {
        how: "there is no detector in the Region",
        change: ({ stacks }) =>
          stacks.splice(
            stacks.findIndex(({ name }) => name === HOME),
            1,
          ),
        faults: [`${TRAIL}: no detector watches 777788889999 in eu-central-1`],
      },
      {
        how: "it is off",
        change: change("aws_guardduty_detector", { enable: false }),
        faults: [`${TRAIL}: no detector watches 777788889999 in eu-central-1`],
      },
      {
        how: "the account is not enrolled",
        change: change("aws_guardduty_organization_configuration", { auto_enable_organization_members: "NEW" }),
        faults: [`${TRAIL}: no detector watches 777788889999 in eu-central-1`],
      },
    ],
  },
  "threats-settings": {
    environment,
    broken: [
      {
        how: "it is off",
        change: change("aws_guardduty_detector", { enable: false }),
        faults: [`${detector(HOME)}: enable must be true, is false`],
      },
      {
        how: "findings are repeated later",
        change: change("aws_guardduty_detector", { finding_publishing_frequency: "SIX_HOURS" }),
        faults: [`${detector(HOME)}: finding_publishing_frequency must be FIFTEEN_MINUTES, is SIX_HOURS`],
      },
    ],
  },
  "threats-s3": feature("S3_DATA_EVENTS"),
  "threats-eks": feature("EKS_AUDIT_LOGS"),
  "threats-lambda": feature("LAMBDA_NETWORK_LOGS"),
  "threats-malware": feature("EBS_MALWARE_PROTECTION"),
  "threats-rds": feature("RDS_LOGIN_EVENTS"),
  "threats-runtime": feature("RUNTIME_MONITORING"),
});
