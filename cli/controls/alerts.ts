import { CIS_FILTERS } from "../../modules/alerts/cis";
import * as checks from "./alerts-checks";
import type { Control } from "./control";

const SECURITY_HUB = CIS_FILTERS.flatMap(({ securityHub }) => securityHub ?? []).sort((one, other) =>
  one.localeCompare(other, "en", { numeric: true }),
);

/** PCI DSS 10.7: failures of critical security controls are detected and reported. */
const PCI_FAILURES = ["10.7.1", "10.7.2"];

const NOBODY_READS = "alerts are useful only if somebody reads them; the option alerts of an environment sends them";

export const alertControls: readonly Control[] = [
  {
    id: "alerts-cis-alarms",
    requirement: "Each call of section 5 of the CIS benchmark raises an alarm that notifies somebody",
    modules: ["alerts"],
    setting: "aws_cloudwatch_log_metric_filter with the exact patterns, aws_cloudwatch_metric_alarm: alarm_actions",
    frameworks: {
      cis: CIS_FILTERS.map(({ id }) => id),
      fsbp: SECURITY_HUB,
      pci: ["10.4.1.1"],
      nist: ["AU-6", "SI-4"],
      soc2: ["CC7.2"],
    },
    scanners: ["cloudwatch_log_metric_filter_*"],
    choice: "15 alarms, charged each month; the option alerts.cis of an environment creates them",
    check: checks.countsCisCalls,
  },
  {
    id: "alerts-tampering",
    requirement: "Calls that stop the trail, hide something from it or open its logs raise an alert",
    modules: ["alerts"],
    setting: "aws_cloudwatch_event_rule on the trail, aws_lambda_function as its target, aws_sns_topic_subscription",
    frameworks: { pci: ["10.4.1.1", ...PCI_FAILURES], nist: ["AU-5", "AU-6", "SI-4"], soc2: ["CC7.2"] },
    scanners: [],
    choice: NOBODY_READS,
    check: checks.reportsTampering,
  },
  {
    id: "alerts-delivery",
    requirement: "A trail that delivers nothing raises an alarm within an hour",
    modules: ["alerts"],
    setting: "aws_cloudwatch_metric_alarm on the health of the trail: treat_missing_data = breaching, alarm_actions",
    frameworks: { pci: PCI_FAILURES, nist: ["AU-5", "SI-4"], soc2: ["CC7.2"] },
    scanners: [],
    choice: NOBODY_READS,
    check: checks.noticesSilence,
  },
  {
    id: "alerts-alarm-actions",
    requirement: "Alarms are on, and notify a topic to which somebody is subscribed",
    modules: ["alerts"],
    setting: "aws_cloudwatch_metric_alarm: alarm_actions, actions_enabled; aws_sns_topic_subscription",
    frameworks: {
      fsbp: ["CloudWatch.15", "CloudWatch.17"],
      pci: ["10.4.1.1", ...PCI_FAILURES],
      nist: ["AU-5", "SI-4"],
      soc2: ["CC7.2"],
    },
    scanners: ["CKV_AWS_319", "cloudwatch_alarm_actions_enabled", "cloudwatch_alarm_actions_alarm_state_configured"],
    check: checks.alarmsNotify,
  },
  {
    id: "alerts-queue-encryption",
    requirement: "Messages in queues are encrypted",
    modules: ["alerts"],
    setting: "aws_sqs_queue: sqs_managed_sse_enabled = true or kms_master_key_id",
    frameworks: { fsbp: ["SQS.1"] },
    scanners: ["CKV_AWS_27", "sqs_queues_server_side_encryption_enabled"],
    check: checks.encryptsQueues,
  },
  {
    id: "alerts-function-callers",
    requirement: "Only the given rules of the given account may call a function",
    modules: ["alerts"],
    setting: "aws_lambda_permission: source_arn, source_account",
    frameworks: { fsbp: ["Lambda.1"] },
    scanners: ["CKV_AWS_301", "CKV_AWS_364", "awslambda_function_not_publicly_accessible"],
    check: checks.limitsCallers,
  },
  {
    id: "alerts-function-runtime",
    requirement: "Functions run on a runtime that AWS supports",
    modules: ["alerts"],
    setting: "aws_lambda_function: runtime",
    frameworks: { fsbp: ["Lambda.2"] },
    scanners: ["CKV_AWS_363", "awslambda_function_using_supported_runtimes"],
    check: checks.runsSupportedRuntime,
  },
];
