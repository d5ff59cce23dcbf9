import { parseArn, partitionOf } from "../../modules/policy";
import { detectorAccounts } from "./detectors";
import type { Rule } from "./rule";

/** Findings that nobody receives are worse than none: they look like monitoring. */
const findingsReachSomebody: Rule = ({ threats, alerts }) => [
  threats !== undefined &&
    alerts === undefined && {
      path: "threats",
      message: "requires alerts, which send the findings, got none",
      unless: "alerts",
    },
];

const regionsFit: Rule = ({ threats, region: home }) => {
  const regions = threats?.regions ?? [];
  return regions.flatMap((region, at) => {
    if (region === undefined) return [];
    const path = `threats.regions[${at}]`;
    const partition = partitionOf(home ?? region);
    const first = regions.indexOf(region);
    return [
      first < at && { path, message: `must differ from threats.regions[${first}], got "${region}"` },
      partitionOf(region) !== partition && { path, message: `must be in partition ${partition}, got "${region}"` },
    ];
  });
};

const agentsHaveTheirFeature: Rule = ({ threats }) => [
  (threats?.agents ?? []).length > 0 &&
    threats?.features?.includes("RUNTIME_MONITORING") !== true && {
      path: "threats.agents",
      message: 'requires "RUNTIME_MONITORING" in threats.features, got none',
      unless: "threats.features",
    },
];

const organizationIsKnown: Rule = ({ threats, organization, accounts }) => {
  if (threats === undefined) return [];
  const { delegatedAdministrator } = threats;
  const path = "threats.delegatedAdministrator";
  const management = organization?.managementAccount;
  const role = delegatedAdministrator?.assumeRole;
  const owner = role === undefined ? undefined : parseArn(role)?.account;
  return [
    threats.organization === true &&
      organization === undefined && {
        path: "threats.organization",
        message: "requires organization with id and managementAccount, got none",
        unless: "organization",
      },
    delegatedAdministrator !== undefined &&
      threats.organization !== true && {
        path,
        message: "requires threats.organization, whose accounts it administers, got no such option",
        unless: "threats.organization",
      },
    delegatedAdministrator !== undefined &&
      management !== undefined &&
      management === accounts?.archive?.id && {
        path,
        message:
          "must be left out where accounts.archive is the management account, which needs no delegation, got an object",
      },
    management !== undefined &&
      owner !== undefined &&
      owner !== management && {
        path: `${path}.assumeRole`,
        message: `must be a role of account ${management}, got "${role}"`,
      },
  ];
};

/** A reader of another account would also have to be let into the bucket. */
const findingReadersAreHere: Rule = (environment) => {
  const accounts = detectorAccounts(environment).map(({ id }) => id);
  return (environment.threats?.export?.readers ?? []).map((arn, at) => {
    const account = arn === undefined ? undefined : parseArn(arn)?.account;
    const message = `must be of an account with a detector (${accounts.join(", ")}), got "${arn}"`;
    const isElsewhere = account !== undefined && accounts.length > 0 && !accounts.includes(account);
    return isElsewhere && { path: `threats.export.readers[${at}]`, message, unless: "accounts" };
  });
};

/** Rules of GuardDuty. */
export const THREAT_RULES: readonly Rule[] = [
  findingsReachSomebody,
  regionsFit,
  agentsHaveTheirFeature,
  organizationIsKnown,
  findingReadersAreHere,
];
