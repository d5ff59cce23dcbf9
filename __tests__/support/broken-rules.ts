import type { EnvironmentConfig } from "../../environments/schema";
import { rule, withNewThings, type Break, type NamedBreak } from "./broken-environment";
import { uncheckedWith, type Overrides } from "./environment";

const TRUSTED = ["arn:aws:iam::111122223333:user/ops"];
const FOREIGN = "arn:aws:iam::999999999999:role/Deploy";

const anotherPartition: Break = (environment, pick) => {
  const arn = `arn:${environment.region.startsWith("cn-") ? "aws" : "aws-cn"}:iam::111122223333:role/Ops`;
  const [path, changes] = (
    [
      ["key.administrators[0]", { key: { administrators: [arn] } }],
      ["breakGlass.trustedPrincipals[0]", { breakGlass: { roleName: "Glass", trustedPrincipals: [arn] } }],
      ["readers[0].trustedPrincipals[0]", { readers: [{ roleName: "One", trustedPrincipals: [arn] }] }],
    ] as const
  )[pick % 3]!;
  return rule(path, arn, () => changes)(environment, pick);
};

const replica = (changes: Overrides): Overrides => ({
  replica: { bucketName: "the-replica", keyAlias: "replica", lifecycle: undefined, account: undefined, ...changes },
});

const ownBucketRecorded: Break = (environment, pick) => {
  const [owner, bucket] = (
    [
      ["logs", environment.logs.bucketName],
      ["state", environment.state.bucketName],
      ["accessLogs", environment.accessLogs.bucketName],
    ] as const
  )[pick % 3]!;
  const buckets = ["customer-data", pick % 2 === 0 ? bucket : { bucket, prefix: "a/" }];
  const { start, ...broken } = rule(`trail.events.data[0].buckets[1]`, bucket, () => ({
    trail: { events: { data: [{ kind: "s3", buckets }] } },
  }))(environment, pick);
  return { ...broken, start: `${start}must not be the bucket of ${owner}.bucketName` };
};

const ALERTED = { alerts: { emails: ["security@example.com"] } };

/** Detectors, with the alerts that they require. */
const threats = (changes: Overrides): Overrides => ({
  ...ALERTED,
  trail: { multiRegion: true, events: { management: "all", excludeManagementSources: [] } },
  threats: { organization: undefined, delegatedAdministrator: undefined, export: undefined, ...changes },
});

const partitionOf = ({ region }: EnvironmentConfig) =>
  region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";

const elsewhere = ({ region }: EnvironmentConfig) => (region.startsWith("cn-") ? "eu-central-1" : "cn-north-1");
const QUERY = { bucketName: "the-results", readers: undefined, accounts: undefined, regions: undefined };

/** Rules of the schema, of which each needs several options at once. */
export const BROKEN_RULES: readonly NamedBreak[] = [
  ["another partition", anotherPartition],
  ["another partition", anotherPartition],
  ["own bucket recorded", ownBucketRecorded],
  ["own bucket recorded", ownBucketRecorded],
  [
    "lock longer than expiration",
    rule("logs.lifecycle.expireAfterDays", 499, () => ({
      logs: { objectLock: { mode: "GOVERNANCE", days: 500 }, lifecycle: { expireAfterDays: 499 } },
    })),
  ],
  [
    "lock longer than the replica's expiration",
    rule("replica.lifecycle.expireAfterDays", 1, () => ({
      logs: { objectLock: { mode: "COMPLIANCE", days: 2 } },
      ...replica({ region: "eu-north-1", lifecycle: { expireAfterDays: 1 } }),
    })),
  ],
  [
    "lock that cannot be destroyed by force",
    rule("logs.forceDestroy", true, () => ({
      logs: { objectLock: { mode: "COMPLIANCE", days: 2 }, forceDestroy: true },
    })),
  ],
  [
    "expiration before the last transition",
    rule("accessLogs.lifecycle.expireAfterDays", 40, () => ({
      accessLogs: { lifecycle: { transitions: [{ afterDays: 40, storageClass: "GLACIER" }], expireAfterDays: 40 } },
    })),
  ],
  [
    "warmer",
    rule("accessLogs.lifecycle.transitions[1].storageClass", "GLACIER_IR", () =>
      transitions([1, "DEEP_ARCHIVE"], [9, "GLACIER_IR"]),
    ),
  ],
  [
    "too early",
    rule("accessLogs.lifecycle.transitions[1].afterDays", 59, () => transitions([30, "STANDARD_IA"], [59, "GLACIER"])),
  ],
  ["protected, forceDestroy", rule("logs.forceDestroy", true, () => inProtected({ logs: { forceDestroy: true } }))],
  ["protected, IAM", rule("key.rootAccess", "iamDecides", () => inProtected({ key: { rootAccess: "iamDecides" } }))],
  ["protected, one Region", rule("trail.multiRegion", false, () => inProtected({ trail: { multiRegion: false } }))],
  [
    "protected, fewer events",
    rule("trail.events.management", "write", () => inProtected({ trail: { events: { management: "write" } } })),
  ],
  [
    "protected, without KMS events",
    rule("trail.events.excludeManagementSources", "kms.amazonaws.com", () =>
      inProtected({ trail: { events: { excludeManagementSources: ["kms.amazonaws.com"] } } }),
    ),
  ],
  [
    "equal buckets",
    (environment, pick) =>
      rule("accessLogs.bucketName", environment.logs.bucketName, () => ({
        accessLogs: { bucketName: environment.logs.bucketName },
      }))(environment, pick),
  ],
  [
    "equal roles",
    rule("readers[1].roleName", "READER", () => ({
      readers: ["Reader", "READER"].map((roleName) => ({ roleName, trustedPrincipals: TRUSTED })),
    })),
  ],
  [
    "role of another account",
    rule("accounts.archive.assumeRole", FOREIGN, () => ({ accounts: { archive: { assumeRole: FOREIGN } } })),
  ],
  [
    "replica beside its source",
    (environment, pick) =>
      rule("replica.region", environment.region, ({ region }) => replica({ region }))(environment, pick),
  ],
  [
    "organization trail of none",
    // The line names what is missing.
    (environment) => ({
      environments: [
        uncheckedWith({ organization: undefined, trail: { ofOrganization: true } }, withNewThings(environment)),
      ],
      start: `${environment.name}: trail.ofOrganization requires organization `,
      end: "got none",
    }),
  ],
  [
    "all Regions without the global services",
    rule("trail.includeGlobalServiceEvents", false, () => ({
      trail: { multiRegion: true, includeGlobalServiceEvents: false },
    })),
  ],
  ["no reader", rule("logs.onlyReaders", true, () => ({ readers: [], logs: { onlyReaders: true } }))],
  [
    "nobody repairs",
    (environment) => ({
      environments: [uncheckedWith({ key: { rootAccess: "nothing", administrators: [] } }, environment)],
      start: `${environment.name}: key.administrators must list at least one principal `,
      end: "got none",
    }),
  ],
  [
    "alerts for nobody",
    (environment) => ({
      environments: [uncheckedWith({ alerts: { emails: undefined, queues: undefined } }, environment)],
      start: `${environment.name}: alerts must name who receives the alerts in emails or queues, `,
      end: "got none",
    }),
  ],
  [
    "alerts without all events",
    rule("trail.events.management", "write", () => ({ ...ALERTED, trail: { events: { management: "write" } } })),
  ],
  [
    "alerts without KMS events",
    rule("trail.events.excludeManagementSources", "kms.amazonaws.com", () => ({
      ...ALERTED,
      trail: { events: { excludeManagementSources: ["kms.amazonaws.com"] } },
    })),
  ],
  ["alerts of one Region", rule("trail.multiRegion", false, () => ({ ...ALERTED, trail: { multiRegion: false } }))],
  [
    "alerts in an account that nothing records",
    rule("replica.account.id", "000000000009", () => ({
      ...ALERTED,
      ...replica({
        region: "eu-north-1",
        account: { id: "000000000009", assumeRole: undefined, recordedBy: undefined },
      }),
      trail: { ofOrganization: false },
    })),
  ],
  [
    "findings for nobody",
    (environment) => ({
      environments: [uncheckedWith({ alerts: undefined, threats: { regions: [environment.region] } }, environment)],
      start: `${environment.name}: threats requires alerts, which send the findings, `,
      end: "got none",
    }),
  ],
  [
    "queries by nobody",
    (environment) => ({
      environments: [uncheckedWith({ readers: [], logs: { onlyReaders: false }, query: QUERY }, environment)],
      start: `${environment.name}: query requires readers, whose roles query the logs that they read, `,
      end: "got none",
    }),
  ],
  [
    "a detector in another partition",
    (environment, pick) =>
      rule("threats.regions[0]", elsewhere(environment), () => ({
        ...threats({ regions: [elsewhere(environment)] }),
      }))(environment, pick),
  ],
  [
    "readers of findings of another account",
    (environment, pick) => {
      const arn = `arn:${partitionOf(environment)}:iam::000000000009:role/Findings`;
      return rule("threats.export.readers[0]", arn, ({ region }) =>
        threats({ regions: [region], export: { bucketPrefix: "test-findings", readers: [arn] } }),
      )(environment, pick);
    },
  ],
  [
    "queries by another role",
    rule("query.readers[0]", "Another", () => ({
      readers: [{ roleName: "Only", trustedPrincipals: TRUSTED }],
      query: { ...QUERY, readers: ["Another"] },
    })),
  ],
  [
    "CIS alarms with short-lived logs",
    rule("alerts.logRetentionInDays", 90, () => ({
      alerts: { ...ALERTED.alerts, cis: true, logRetentionInDays: 90 },
      trail: { cloudWatchLogs: { retentionInDays: 365 } },
    })),
  ],
  [
    "CIS alarms on short-lived events",
    rule("trail.cloudWatchLogs.retentionInDays", 180, () => ({
      alerts: { ...ALERTED.alerts, cis: true },
      trail: { cloudWatchLogs: { retentionInDays: 180 } },
    })),
  ],
];

function inProtected(changes: Overrides): Overrides {
  return { ...changes, protected: true };
}

/** What the schema lets pass and a construct refuses: the line names the construct. */
const construct =
  (
    stack: string,
    option: string,
    value: string,
    changes: Overrides | ((environment: EnvironmentConfig) => Overrides),
  ): Break =>
  (environment) => ({
    environments: [uncheckedWith(typeof changes === "function" ? changes(environment) : changes, environment)],
    start: `${environment.name}-${stack.replace(/^trail\b/, firstTrail(environment))}: ${option}`,
    end: value === "" ? "" : `got ${value}`,
  });

/** `trail-account`: the stack of the first audited account's trail, whose problems come first. */
function firstTrail({ accounts }: EnvironmentConfig): string {
  const [{ name } = { name: undefined }] = [accounts.audited].flat() as readonly { readonly name?: string }[];
  return name === undefined ? "trail" : `trail-${name}`;
}

const events = (option: string, value: string, changes: Overrides): Break =>
  construct("trail/Trail", `events${option}`, value, {
    protected: false,
    // They require all management events.
    alerts: undefined,
    threats: undefined,
    trail: { events: { management: undefined, excludeManagementSources: [], insights: [], ...changes } },
  });

const transitions = (...days: [number, string][]) => ({
  accessLogs: {
    lifecycle: {
      transitions: days.map(([afterDays, storageClass]) => ({ afterDays, storageClass })),
      expireAfterDays: undefined,
    },
  },
});

/** As many principals as no trust policy holds. */
const crowd = (environment: EnvironmentConfig) => {
  return Array.from({ length: 60 }, (_, at) => `arn:${partitionOf(environment)}:iam::111122223333:user/ops${at}`);
};

export const BROKEN_CONSTRUCTS: readonly NamedBreak[] = [
  [
    "nothing recorded",
    events("", "no management, data or network activity events", { management: "none", data: [], networkActivity: [] }),
  ],
  [
    "Insights without events",
    events(".insights: ApiErrorRateInsight", '"none"', {
      management: "none",
      data: [{ kind: "lambda", functions: "all" }],
      insights: ["ApiErrorRateInsight"],
    }),
  ],
  [
    "too many for basic",
    events(" must need at most 5 basic selectors", "7", {
      selectors: "basic",
      networkActivity: [],
      data: Array.from({ length: 6 }, () => ({ kind: "lambda", functions: "all" })),
    }),
  ],
  [
    "network activity in basic",
    events(".networkActivity requires advanced selectors", '"basic"', {
      selectors: "basic",
      data: [],
      networkActivity: ["s3.amazonaws.com"],
    }),
  ],
  [
    "every bucket in basic",
    events(".data[0].buckets must be listed with basic selectors", '"all": they cannot leave out the log buckets', {
      selectors: "basic",
      data: [{ kind: "s3", buckets: "all" }],
    }),
  ],
  [
    "S3 by its type",
    events('.data[0]: AWS::S3::Object must be given with kind "s3", which leaves out the log buckets', "", {
      selectors: "advanced",
      data: [{ kind: "other", resourceType: "AWS::S3::Object", arns: "all" }],
    }),
  ],
  [
    "a crowd",
    (environment, pick) => {
      const { start: _, ...broken } = construct("archive/BreakGlass", "", "", (one) => ({
        breakGlass: { roleName: "Glass", trustedPrincipals: crowd(one) },
      }))(environment, pick);
      return {
        ...broken,
        start: `${environment.name}-archive/BreakGlass: trust policy must be at most 2048 characters, got `,
        end: "",
      };
    },
  ],
];
