import { parseArn } from "../../modules/policy";
import { alertedAccounts } from "./alerted";
import { recordedIds } from "./audited";
import type { Rule } from "./rule";

/** A topic that nobody reads is worse than none: it looks like monitoring. */
const alertsReachSomebody: Rule = ({ alerts }) => {
  if (alerts === undefined) return [];
  const receivers = [
    ...(alerts.emails ?? []).map((to, at) => ({ to, path: `alerts.emails[${at}]` })),
    ...(alerts.queues ?? []).map((to, at) => ({ to, path: `alerts.queues[${at}]` })),
  ];
  return [
    receivers.length === 0 && {
      path: "alerts",
      message: "must name who receives the alerts in emails or queues, got none",
      unless: "alerts.",
    },
    ...receivers.map(({ to, path }, index) => {
      const same = receivers.slice(0, index).find((earlier) => earlier.to === to);
      return to !== undefined && same && { path, message: `must differ from ${same.path}, got "${to}"` };
    }),
  ];
};

/** EventBridge receives the calls that a trail records, in the Region where it records them. */
const alertsSeeTheCalls: Rule = ({ alerts, trail }) => {
  if (alerts === undefined) return [];
  const { management = "all", excludeManagementSources = [] } = trail?.events ?? {};
  return [
    management !== "all" && {
      path: "trail.events.management",
      message: `must be "all" with alerts, which see only calls that the trail records, got "${management}"`,
    },
    excludeManagementSources.includes("kms.amazonaws.com") && {
      path: "trail.events.excludeManagementSources",
      message: 'must not name KMS with alerts, which see only calls that the trail records, got "kms.amazonaws.com"',
    },
    trail?.multiRegion === false && {
      path: "trail.multiRegion",
      message:
        "must be true with alerts: calls of IAM and of Organizations are recorded in a Region of their own, got false",
    },
  ];
};

/** Without a trail in an account, no call there raises an alert. */
const alertedAccountsAreRecorded: Rule = (environment) => {
  const recorded = recordedIds(environment);
  return alertedAccounts(environment).map(({ path, id, recordedBy }) => {
    const isRecorded = recorded === undefined || recorded.includes(id) || recordedBy !== undefined;
    const message = `must be recorded for alerts about the copy: add the account to accounts.audited, or say in ${path}.recordedBy what records it, got "${id}"`;
    return !isRecorded && { path: `${path}.id`, message, unless: `${path}.recordedBy` };
  });
};

const deployRolesAreHere: Rule = (environment) => {
  const accounts = alertedAccounts(environment).map(({ id }) => id);
  return (environment.alerts?.deployRoles ?? []).map((arn, at) => {
    const account = arn === undefined ? undefined : parseArn(arn)?.account;
    const message = `must be a role of an account of the environment (${accounts.join(", ")}), got "${arn}"`;
    const isElsewhere = account !== undefined && accounts.length > 0 && !accounts.includes(account);
    return isElsewhere && { path: `alerts.deployRoles[${at}]`, message, unless: "accounts" };
  });
};

/** The controls read the trail's log group, and CloudWatch.16 the retention of every log group. */
const cisReadsLogGroup: Rule = ({ alerts, trail }) => {
  if (alerts?.cis !== true) return [];
  const kept = [
    { path: "trail.cloudWatchLogs.retentionInDays", days: trail?.cloudWatchLogs?.retentionInDays },
    { path: "alerts.logRetentionInDays", days: alerts.logRetentionInDays },
  ];
  return [
    trail !== undefined &&
      trail.cloudWatchLogs === undefined && {
        path: "alerts.cis",
        message: "requires trail.cloudWatchLogs, whose log group its alarms read, got none",
        unless: "trail.cloudWatchLogs",
      },
    ...kept.map(
      ({ path, days }) =>
        days !== undefined &&
        days < 365 && {
          path,
          message: `must be at least 365 with alerts.cis, as Security Hub's CloudWatch.16 asks, got ${days}`,
        },
    ),
  ];
};

const alertStacksDiffer: Rule = (environment) => {
  const alerted = alertedAccounts(environment);
  return alerted.map(({ path, name }) => {
    const same = alerted.find((other) => other.name === name && other.path !== path);
    const isWritten = path.startsWith("accounts.audited");
    const message = `must differ from that of the alerts of ${same?.path}, got "${name}"`;
    return isWritten && name !== undefined && same && { path: `${path}.name`, message };
  });
};

/** Rules of alerts. */
export const ALERT_RULES: readonly Rule[] = [
  alertsReachSomebody,
  alertsSeeTheCalls,
  alertedAccountsAreRecorded,
  deployRolesAreHere,
  cisReadsLogGroup,
  alertStacksDiffer,
];
