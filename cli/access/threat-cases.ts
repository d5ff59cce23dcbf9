import type { Environment } from "../model/environment";
import { impliedAttributes } from "../model/implied";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";
import type { AccessCase } from "./access-case";

/** Calls that switch GuardDuty off, or hide or move what it finds. Only IAM decides. Empty without detectors. */
export function threatCases(environment: Environment): AccessCase[] {
  return ofType(environment, "aws_guardduty_detector").flatMap(casesOfDetector);
}

function casesOfDetector(detector: StackResource): AccessCase[] {
  const { account, region } = detector;
  const arn = String(impliedAttributes(detector)["arn"]);
  const on = (id: string, title: string, resource: string, ...actions: readonly string[]): AccessCase => ({
    id: `threats-${account}-${region}-${id}`,
    target: `GuardDuty of ${account} in ${region}`,
    title,
    steps: (caller) =>
      actions.map((action) => ({ caller, action, resource, account, context: {}, resourcePolicy: undefined })),
  });
  return [
    on("read", "read findings", arn, "guardduty:GetFindings"),
    on("off", "switch the detector or a feature off", arn, "guardduty:UpdateDetector"),
    on("delete", "delete the detector", arn, "guardduty:DeleteDetector"),
    on("hide", "hide findings by a filter", `${arn}/filter/any`, "guardduty:CreateFilter"),
    on("archive", "archive findings", arn, "guardduty:ArchiveFindings"),
    on("stop-export", "end the export", `${arn}/publishingDestination/any`, "guardduty:DeletePublishingDestination"),
  ];
}
