import { tagConflicts } from "../../modules/limits/tags";
import type { OptionProblem, Partially } from "../../modules/limits/option-problem";
import { parseArn, partitionOf } from "../../modules/policy";
import { ACCOUNT_RULES } from "./account-rules";
import { ALERT_RULES } from "./alert-rules";
import { auditedWithPaths } from "./audited";
import { EXISTING_RULES } from "./existing-rules";
import { bucketNames, identityOf, takenNames, type TakenName } from "./name-spaces";
import {
  boundaryIsInEveryAccount,
  deployerKeepsKey,
  readersAreTrusted,
  readersReadWhatIsRecorded,
  trailNameFitsRole,
} from "./role-rules";
import { LIFECYCLE_RULES } from "./lifecycle-rules";
import { QUERY_RULES } from "./query-rules";
import { SIEM_RULES } from "./siem-rules";
import type { Environment, Rule } from "./rule";
import { STATEMENT_RULES } from "./statement-rules";
import { THREAT_RULES } from "./threat-rules";
import type { EnvironmentConfig } from "./environment";

/** Problems that the schema cannot find: each rule compares several options. */
export function combinationProblems(environment: Environment): OptionProblem[] {
  return RULES.flatMap((rule) => rule(environment)).filter((problem) => typeof problem === "object");
}

const protectedTakesNoWeakening: Rule = ({ protected: isProtected, logs, key, trail }) => {
  if (isProtected !== true) return [];
  const { management } = trail?.events ?? {};
  const excludeManagementSources = (trail?.events?.excludeManagementSources ?? []).filter(
    (source) => source !== undefined,
  );
  const refused = (path: string, allowed: string, got: string) => ({
    path,
    message: `must be ${allowed} in a protected environment, got ${got}`,
  });
  return [
    logs?.forceDestroy === true && refused("logs.forceDestroy", "false", "true"),
    key?.rootAccess === "iamDecides" && refused("key.rootAccess", '"administers" or "nothing"', '"iamDecides"'),
    trail?.multiRegion === false && refused("trail.multiRegion", "true", "false"),
    management !== undefined && management !== "all" && refused("trail.events.management", '"all"', `"${management}"`),
    excludeManagementSources.length > 0 &&
      refused("trail.events.excludeManagementSources", "empty", `"${excludeManagementSources.join('", "')}"`),
  ];
};

/** Of two equal names the later one is reported, and names that follow from others come first. */
const namesDiffer: Rule = (environment) => {
  const first = new Map<string, TakenName>();
  return takenNames(environment).map((name) => {
    const same = first.get(identityOf(name));
    if (same === undefined) first.set(identityOf(name), name);
    return same && { path: name.path, message: `must differ from ${same.of ?? same.path}, got "${name.name}"` };
  });
};

const logBucketsAreNotRecorded: Rule = (environment) => {
  const own = bucketNames(environment);
  return recordedBuckets(environment).map(({ path, name }) => {
    const same = own.find((bucket) => bucket.name === name);
    return (
      same && {
        path,
        message: `must not be the bucket of ${same.path}: access logs would generate more access logs, got "${name}"`,
      }
    );
  });
};

const arnsArePartitions: Rule = (environment) => {
  if (environment.region === undefined) return [];
  const partition = partitionOf(environment.region);
  return arns(environment).map(({ path, arn }) => {
    const found = parseArn(arn)?.partition;
    return (
      found !== undefined &&
      found !== partition && {
        path,
        message: `must be in partition ${partition} of Region ${environment.region}, got "${arn}"`,
      }
    );
  });
};

const rolesAreInTheirAccounts: Rule = ({ accounts = {}, replica, organization }) =>
  [
    { path: "accounts.archive", access: accounts.archive },
    ...auditedWithPaths({ accounts }).map(({ path, account }) => ({ path, access: account })),
    { path: "replica.account", access: replica?.account },
    {
      path: "organization.delegatedAdministrator",
      access: { ...organization?.delegatedAdministrator, id: organization?.managementAccount },
    },
  ].map(({ path, access }) => {
    const account = access?.assumeRole === undefined ? undefined : parseArn(access.assumeRole)?.account;
    const message = `must be a role of account ${access?.id}, got "${access?.assumeRole}"`;
    return (
      access?.id !== undefined &&
      account !== undefined &&
      account !== access.id && { path: `${path}.assumeRole`, message }
    );
  });

const replicaIsElsewhere: Rule = ({ region, accounts, replica }) => {
  if (replica?.region === undefined || region === undefined) return [];
  const otherAccount = replica.account?.id !== undefined && replica.account.id !== accounts?.archive?.id;
  return [
    replica.region === region &&
      !otherAccount && {
        path: "replica.region",
        message: `must differ from region, or replica.account from accounts.archive, got "${region}"`,
        unless: "replica.account",
      },
    partitionOf(replica.region) !== partitionOf(region) && {
      path: "replica.region",
      message: `must be in partition ${partitionOf(region)}, got "${replica.region}"`,
    },
  ];
};

const timeControlHasMetrics: Rule = ({ replica }) => [
  replica?.timeControl === true &&
    replica.metrics === false && {
      path: "replica.metrics",
      message: "must be true with replica.timeControl, got false",
    },
];

const organizationTrailHasOrganization: Rule = ({ organization, trail }) => [
  trail?.ofOrganization === true &&
    organization === undefined && {
      path: "trail.ofOrganization",
      message: "requires organization with id and managementAccount, got none",
      unless: "organization",
    },
];

const globalEventsFollowRegions: Rule = ({ trail }) => [
  trail?.includeGlobalServiceEvents === false &&
    trail.multiRegion !== false && {
      path: "trail.includeGlobalServiceEvents",
      message: "must be true for a multi-Region trail, got false",
      unless: "trail.multiRegion",
    },
];

const onlyReadersNeedsReaders: Rule = ({ logs, readers }) => [
  logs?.onlyReaders === true &&
    readers?.length === 0 && {
      path: "logs.onlyReaders",
      message: "must be false without readers: otherwise nobody can read, got true",
    },
];

const keyHasAdministrator: Rule = ({ key }) => [
  key?.rootAccess === "nothing" &&
    key.administrators?.length === 0 && {
      path: "key.administrators",
      message:
        'must list at least one principal where key.rootAccess is "nothing": nobody could repair the key, got none',
    },
];

const tagsAreFewAndDiffer: Rule = ({ tags = {} }) => tagConflicts(tags).map((message) => ({ path: "tags", message }));

const RULES: readonly Rule[] = [
  protectedTakesNoWeakening,
  ...LIFECYCLE_RULES,
  namesDiffer,
  logBucketsAreNotRecorded,
  arnsArePartitions,
  rolesAreInTheirAccounts,
  replicaIsElsewhere,
  timeControlHasMetrics,
  organizationTrailHasOrganization,
  globalEventsFollowRegions,
  onlyReadersNeedsReaders,
  keyHasAdministrator,
  readersAreTrusted,
  boundaryIsInEveryAccount,
  readersReadWhatIsRecorded,
  deployerKeepsKey,
  trailNameFitsRole,
  tagsAreFewAndDiffer,
  ...ACCOUNT_RULES,
  ...EXISTING_RULES,
  ...STATEMENT_RULES,
  ...ALERT_RULES,
  ...THREAT_RULES,
  ...SIEM_RULES,
  ...QUERY_RULES,
];

type RecordedData = NonNullable<NonNullable<EnvironmentConfig["trail"]["events"]>["data"]>[number];

/** The buckets whose objects the trail records, with the paths of their names. */
export function recordedBuckets({ trail }: Environment): { path: string; name: string }[] {
  const data = trail?.events?.data;
  if (!Array.isArray(data)) return [];
  return (data as readonly Partially<RecordedData>[]).flatMap((events, at) => {
    if (events?.kind !== "s3" || !Array.isArray(events.buckets)) return [];
    const buckets = events.buckets as readonly (string | { readonly bucket?: string } | undefined)[];
    return buckets.flatMap((entry, index) => {
      const name = typeof entry === "string" ? entry : entry?.bucket;
      return name === undefined ? [] : [{ path: `trail.events.data[${at}].buckets[${index}]`, name }];
    });
  });
}

/** Every ARN in the environment, whatever option it belongs to. */
function arns(value: unknown, path = ""): { path: string; arn: string }[] {
  if (typeof value === "string") return value.startsWith("arn:") ? [{ path, arn: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => arns(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => arns(inner, path === "" ? key : `${path}.${key}`));
}
