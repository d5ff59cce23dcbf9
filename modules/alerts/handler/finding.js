"use strict";
const { clean, consoleOf } = require("./message.js");

/** Names the alert about a finding, and its section in the runbook. */
const ALERT = "guardduty-finding";

const FIRST_STEP =
  "Open the finding in the console. If it is real, follow https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_remediate.html.";

/**
 * The alert about a finding of GuardDuty, in the form of those about calls. None for a finding of another account's
 * GuardDuty.
 *
 * @param {object} event as EventBridge delivers it
 * @param {{ watched: { accounts: readonly string[] }, runbook?: string, partition: string }} settings see settings.ts
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
function findingsOf({ account, detail }, { watched, runbook, partition }) {
  if (!watched.accounts.includes(account)) return [];
  const { id, type, title, description, accountId, region, resource = {}, service = {}, updatedAt } = detail;
  const { userName, principalId } = resource.accessKeyDetails ?? {};
  const home = encodeURIComponent(String(region));
  return [
    {
      alert: ALERT,
      severity: severityOf(detail.severity),
      summary: `GuardDuty in ${clean(accountId)}: ${clean(title)}`,
      why: clean(description),
      firstStep: FIRST_STEP,
      expected: false,
      what: clean(type),
      resources: resourcesOf(resource).map(clean),
      who: clean(userName ?? principalId),
      from: clean(addressOf(service.action)),
      times: clean(service.count),
      when: clean(service.eventLastSeen ?? updatedAt),
      account: clean(accountId),
      region: clean(region),
      eventId: clean(id),
      runbook: runbook === undefined ? undefined : `${runbook}#${ALERT}`,
      console: `${consoleOf(partition, home)}/guardduty/home?region=${home}#/findings?macros=current&fId=${encodeURIComponent(String(id))}`,
    },
  ];
}

/** GuardDuty's levels. @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
function severityOf(value) {
  if (value >= 9) return "critical";
  if (value >= 7) return "high";
  return value >= 4 ? "medium" : "info";
}

function resourcesOf({ resourceType, instanceDetails, s3BucketDetails = [], eksClusterDetails, lambdaDetails }) {
  const names = [
    instanceDetails?.instanceId,
    ...s3BucketDetails.map(({ arn, name }) => arn ?? name),
    eksClusterDetails?.arn,
    lambdaDetails?.functionArn,
  ].filter((name) => name !== undefined && name !== null);
  return names.length > 0 ? names : [resourceType ?? "unknown"];
}

/** Each kind of action has the remote address in its own place. */
function addressOf(action = {}) {
  const { awsApiCallAction, networkConnectionAction, kubernetesApiCallAction, rdsLoginAttemptAction } = action;
  const detailed = awsApiCallAction ?? networkConnectionAction ?? kubernetesApiCallAction ?? rdsLoginAttemptAction;
  return detailed?.remoteIpDetails?.ipAddressV4;
}

module.exports = { findingsOf };
