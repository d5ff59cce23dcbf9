import { ARCHIVE_TRAIL, auditedAccounts, recordsArchive, type AuditedAccount } from "../environments/schema/audited";
import type { EnvironmentConfig } from "../environments/schema";
import type { FormerTrail, Organization, TrailUse } from "../modules/trail";

/** A trail of an environment, in a stack of its own. */
export interface RecordedTrail {
  /** The account that makes the trail, and whose calls it records. */
  readonly account: AuditedAccount;
  /** From this, the archive and the trail's stack both build its ARNs. */
  readonly use: TrailUse;
  /** What it records, and where it delivers besides the log bucket. */
  readonly options: Omit<EnvironmentConfig["trail"], "name" | "ofOrganization" | "formerly">;
}

/** The trails of an environment: of its audited accounts, and of the archive account where nothing else records it. */
export function recordedTrails(environment: EnvironmentConfig): RecordedTrail[] {
  const { accounts, region, logs } = environment;
  const { name, ofOrganization, formerly = [], ...options } = environment.trail;
  const { id, assumeRole } = accounts.archive;
  return [
    ...auditedAccounts(accounts.audited).map((account) => ({
      account,
      options,
      use: {
        name,
        account: account.id,
        region,
        organization: ofOrganization ? organizationOf(environment) : undefined,
        logGroupName: options.cloudWatchLogs?.logGroupName,
        prefix: logs.prefix,
        formerly: someOf(formerly.map((former) => formerTrail(former, environment))),
      },
    })),
    ...(recordsArchive(environment)
      ? [
          {
            account: { id, assumeRole, name: ARCHIVE_TRAIL },
            // All management events, and nothing that costs: the first copy of them is free.
            options: {},
            use: {
              name,
              account: id,
              region,
              prefix: logs.prefix,
              formerly: someOf(formerly.flatMap((former) => formerArchiveTrail(former))),
            },
          },
        ]
      : []),
  ];
}

function someOf<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

type Former = NonNullable<EnvironmentConfig["trail"]["formerly"]>[number];

function organizationOf({ organization }: EnvironmentConfig): Organization | undefined {
  return organization && { id: organization.id, managementAccount: organization.managementAccount };
}

function formerTrail(former: Former, environment: EnvironmentConfig): FormerTrail {
  const { trail } = environment;
  const organization = organizationOf(environment);
  const { ofOrganization = trail.ofOrganization, managementAccount, ...same } = former;
  if (organization === undefined || !ofOrganization) return { ...same, organization: "none" };
  const owner = managementAccount ?? organization.managementAccount;
  return { ...same, organization: { ...organization, managementAccount: owner } };
}

/** It has always been the archive account's own: only what all trails share can have been different. */
function formerArchiveTrail({ name, region, prefix, ofOrganization }: Former): FormerTrail[] {
  const isSame = name === undefined && region === undefined && prefix === undefined;
  return isSame || ofOrganization ? [] : [{ name, region, prefix }];
}
