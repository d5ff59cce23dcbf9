import type { Control } from "./control";
import * as checks from "./threats-checks";

interface FeatureControl {
  readonly id: string;
  readonly feature: string;
  readonly watches: string;
  /** Security Hub's control. */
  readonly fsbp: string;
  readonly scanner: string;
}

const FEATURES: readonly FeatureControl[] = [
  {
    id: "threats-s3",
    feature: "S3_DATA_EVENTS",
    watches: "calls on objects in S3",
    fsbp: "GuardDuty.10",
    scanner: "guardduty_s3_protection_enabled",
  },
  {
    id: "threats-eks",
    feature: "EKS_AUDIT_LOGS",
    watches: "the audit logs of EKS",
    fsbp: "GuardDuty.5",
    scanner: "guardduty_eks_audit_log_enabled",
  },
  {
    id: "threats-lambda",
    feature: "LAMBDA_NETWORK_LOGS",
    watches: "the network traffic of functions",
    fsbp: "GuardDuty.6",
    scanner: "guardduty_lambda_protection_enabled",
  },
  {
    id: "threats-malware",
    feature: "EBS_MALWARE_PROTECTION",
    watches: "the volumes of suspicious instances",
    fsbp: "GuardDuty.8",
    scanner: "guardduty_ec2_malware_protection_enabled",
  },
  {
    id: "threats-rds",
    feature: "RDS_LOGIN_EVENTS",
    watches: "sign-ins to databases",
    fsbp: "GuardDuty.9",
    scanner: "guardduty_rds_protection_enabled",
  },
  {
    id: "threats-runtime",
    feature: "RUNTIME_MONITORING",
    watches: "processes on instances and in containers",
    fsbp: "GuardDuty.11",
    scanner: "guardduty_eks_runtime_monitoring_enabled",
  },
];

export const threatControls: readonly Control[] = [
  {
    id: "threats-detector",
    requirement: "GuardDuty watches the account of the trail, in its Region",
    modules: ["threats"],
    setting: "aws_guardduty_detector: enable = true, or the organization's enrolment by its administrator",
    frameworks: {
      fsbp: ["GuardDuty.1"],
      pci: ["11.5.1"],
      nist: ["RA-5", "SI-4"],
      soc2: ["CC6.8", "CC7.2"],
    },
    scanners: ["guardduty_is_enabled"],
    choice: "charged by the volume of events; the option threats of an environment creates detectors",
    check: checks.watchesTheAccount,
  },
  {
    id: "threats-settings",
    requirement: "Detectors are on, and repeat findings that go on every 15 minutes",
    modules: ["threats"],
    setting: "aws_guardduty_detector: enable = true, finding_publishing_frequency = FIFTEEN_MINUTES",
    frameworks: { nist: ["SI-4"], soc2: ["CC7.2"] },
    scanners: ["CKV_AWS_238"],
    check: checks.detectorsAreOn,
  },
  ...FEATURES.map(({ id, feature, watches, fsbp, scanner }): Control => ({
    id,
    requirement: `GuardDuty watches ${watches}`,
    modules: ["threats"],
    setting: `aws_guardduty_detector_feature: ${feature} = ENABLED`,
    frameworks: { fsbp: [fsbp] },
    scanners: [scanner],
    choice: "charged extra; the option threats.features of an environment switches it on",
    check: checks.hasFeature(feature),
  })),
];
